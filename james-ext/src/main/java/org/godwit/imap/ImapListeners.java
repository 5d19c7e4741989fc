package org.godwit.imap;

import java.util.Optional;
import javax.inject.Provider;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imapserver.netty.IMAPServer;
import org.apache.james.imapserver.netty.IMAPServerFactory;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.godwit.trust.Certificates;

/** Makes {@link ImapListener}s where James would make its own. */
final class ImapListeners extends IMAPServerFactory {
  private final ImapLimits limits;
  private final Optional<Certificates> certificates;

  ImapListeners(
      FileSystem files,
      Provider<ImapDecoder> decoder,
      Provider<ImapEncoder> encoder,
      Provider<ImapProcessor> processor,
      MetricFactory metrics,
      GaugeRegistry gauges,
      ImapLimits limits,
      Optional<Certificates> certificates) {
    super(files, decoder, encoder, processor, metrics, gauges);
    this.limits = limits;
    this.certificates = certificates;
  }

  @Override
  protected IMAPServer createServer() {
    return new ImapListener(
        decoder.get(),
        encoder.get(),
        processor.get(),
        imapMetrics,
        gaugeRegistry,
        limits,
        certificates);
  }
}
