package org.godwit.imap;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import java.util.Optional;
import javax.inject.Provider;
import javax.inject.Singleton;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imapserver.netty.IMAPServerFactory;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.godwit.trust.Certificates;

/**
 * Our IMAP in place of James's: install it with {@code Modules.override(new
 * IMAPServerModule()).with(new ImapModule(…))}. Each {@code <imapserver>} of the configuration is a
 * listener; see {@link ImapListener} for what is read from it.
 */
public final class ImapModule extends AbstractModule {
  private final ImapLimits limits;
  private final Optional<Certificates> certificates;

  /**
   * @param certificates needed when a listener has TLS
   */
  public ImapModule(ImapLimits limits, Optional<Certificates> certificates) {
    this.limits = limits;
    this.certificates = certificates;
  }

  @Provides
  @Singleton
  IMAPServerFactory listeners(
      FileSystem files,
      Provider<ImapDecoder> decoder,
      Provider<ImapEncoder> encoder,
      Provider<ImapProcessor> processor,
      MetricFactory metrics,
      GaugeRegistry gauges) {
    return new ImapListeners(
        files, decoder, encoder, processor, metrics, gauges, limits, certificates);
  }
}
