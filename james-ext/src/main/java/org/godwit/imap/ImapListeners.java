package org.godwit.imap;

import java.util.Optional;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.imapserver.netty.IMAPServer;
import org.apache.james.imapserver.netty.IMAPServerFactory;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.godwit.imap.command.ImapCommands;
import org.godwit.timing.Timings;
import org.godwit.trust.Certificates;
import org.godwit.trust.sasl.Sasl;

/** Makes {@link ImapListener}s where James would make its own. */
final class ImapListeners extends IMAPServerFactory {
  private final ImapCommands commands;
  private final Sasl sasl;
  private final ImapLimits limits;
  private final Optional<Certificates> certificates;
  private final Timings timings;

  ImapListeners(
      FileSystem files,
      ImapCommands commands,
      Sasl sasl,
      MetricFactory metrics,
      GaugeRegistry gauges,
      ImapLimits limits,
      Optional<Certificates> certificates,
      Timings timings) {
    super(files, commands::decoder, commands::encoder, commands::processor, metrics, gauges);
    this.commands = commands;
    this.sasl = sasl;
    this.limits = limits;
    this.certificates = certificates;
    this.timings = timings;
  }

  @Override
  protected IMAPServer createServer() {
    return new ImapListener(
        commands, sasl, imapMetrics, gaugeRegistry, limits, certificates, timings);
  }
}
