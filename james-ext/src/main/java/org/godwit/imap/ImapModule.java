package org.godwit.imap;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import java.net.URI;
import java.util.Optional;
import javax.inject.Singleton;
import org.apache.james.events.EventBus;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.MailboxTyper;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imapserver.netty.IMAPServerFactory;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.godwit.imap.command.ImapCommands;
import org.godwit.imap.command.MailboxFacts;
import org.godwit.store.mailbox.MessageFinding;
import org.godwit.store.mailbox.MessageReading;
import org.godwit.store.mailbox.MessageSets;
import org.godwit.timing.Timings;
import org.godwit.trust.Certificates;
import org.godwit.trust.sasl.Sasl;

/**
 * Our IMAP in place of James's: install it with {@code Modules.override(new
 * IMAPServerModule()).with(new ImapModule(…))}. Each {@code <imapserver>} of the configuration is a
 * listener; see {@link ImapListener} for what is read from it.
 */
public final class ImapModule extends AbstractModule {
  private final ImapLimits limits;
  private final Optional<Certificates> certificates;
  private final Optional<URI> jmap;

  /**
   * @param certificates needed when a listener has TLS
   * @param jmap where clients reach the same mail by JMAP; empty when it is not known
   */
  public ImapModule(ImapLimits limits, Optional<Certificates> certificates, Optional<URI> jmap) {
    this.limits = limits;
    this.jmap = jmap;
    this.certificates = certificates;
  }

  @Override
  protected void configure() {
    bind(MailboxFacts.class).to(StoreFacts.class).in(Scopes.SINGLETON);
    bind(MailboxTyper.class).to(SpecialUses.class);
  }

  @Provides
  @Singleton
  ImapCommands commands(
      MailboxManager mailboxes,
      EventBus events,
      SubscriptionManager subscriptions,
      QuotaManager quota,
      QuotaRootResolver quotaRoots,
      MetricFactory metrics,
      MailboxTyper specialUses,
      MailboxFacts facts,
      MessageReading messages,
      MessageSets sets,
      MessageFinding finding) {
    return new ImapCommands(
        new ImapCommands.Ground(
            mailboxes,
            events,
            subscriptions,
            quota,
            quotaRoots,
            metrics,
            specialUses,
            facts,
            messages,
            sets,
            finding,
            jmap),
        limits.messages());
  }

  @Provides
  ImapDecoder decoder(ImapCommands commands) {
    return commands.decoder();
  }

  @Provides
  ImapEncoder encoder(ImapCommands commands) {
    return commands.encoder();
  }

  @Provides
  ImapProcessor processor(ImapCommands commands) {
    return commands.processor();
  }

  @Provides
  @Singleton
  IMAPServerFactory listeners(
      FileSystem files,
      ImapCommands commands,
      Sasl sasl,
      MetricFactory metrics,
      GaugeRegistry gauges,
      Timings timings) {
    return new ImapListeners(files, commands, sasl, metrics, gauges, limits, certificates, timings);
  }
}
