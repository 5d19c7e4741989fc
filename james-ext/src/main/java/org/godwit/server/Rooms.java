package org.godwit.server;

import com.google.inject.Module;
import com.google.inject.util.Modules;
import java.util.List;
import java.util.Optional;
import org.apache.james.modules.protocols.IMAPServerModule;
import org.godwit.imap.ImapLimits;
import org.godwit.imap.ImapModule;
import org.godwit.mailflow.MailflowModule;
import org.godwit.mailflow.outbound.OutboundModule;
import org.godwit.mailflow.outbound.OutboundSettings;
import org.godwit.search.SearchModule;
import org.godwit.store.account.AccountStoreModule;
import org.godwit.store.event.EventStoreModule;
import org.godwit.store.mailbox.MailboxStoreModule;
import org.godwit.store.queue.QueueStoreModule;
import org.godwit.trust.Certificates;

/** The rooms of the house, in the order in which they are started. */
final class Rooms {

  private Rooms() {}

  static List<Module> all(ServerSettings settings, Certificates certificates) {
    ImapLimits imap =
        ImapLimits.forMessagesUpTo(
                settings.limits().messageBytes(), settings.dataDirectory().resolve("tmp"))
            .withMessages(settings.limits().imapMessages());
    return List.of(
        new AccountStoreModule(),
        new QueueStoreModule(),
        new EventStoreModule(),
        Modules.override(new MailboxStoreModule())
            .with(new SearchModule(settings.dataDirectory().resolve("index"))),
        new MailflowModule(),
        new OutboundModule(outbound(settings), settings.outbound().tlsReports()),
        Modules.override(new IMAPServerModule())
            .with(new ImapModule(imap, Optional.of(certificates), JmapAddress.of(settings))));
  }

  private static OutboundSettings outbound(ServerSettings settings) {
    ServerSettings.Outbound ours = settings.outbound();
    OutboundSettings usual = OutboundSettings.defaults(settings.hostname());
    return new OutboundSettings(
        settings.hostname(),
        ours.smartHost().map(Rooms::smartHost),
        usual.port(),
        ours.backoff(),
        ours.giveUpAfter(),
        ours.warnAfter(),
        ours.perDestination(),
        usual.idle(),
        ours.bindAddress(),
        usual.refuseOwnAddresses(),
        usual.timeouts());
  }

  private static OutboundSettings.SmartHost smartHost(ServerSettings.SmartHost ours) {
    OutboundSettings.Security security =
        ours.implicitTls()
            ? OutboundSettings.Security.IMPLICIT
            : ours.requireTls()
                ? OutboundSettings.Security.STARTTLS
                : OutboundSettings.Security.OPPORTUNISTIC;
    return new OutboundSettings.SmartHost(
        ours.host(),
        ours.port(),
        security,
        OutboundSettings.Verify.valueOf(ours.verify().name()),
        ours.login().map(login -> new OutboundSettings.Login(login.user(), login.password())));
  }
}
