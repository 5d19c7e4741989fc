package org.godwit.imap;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.util.Modules;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusTestFixture;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.Authenticator;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.acl.MailboxACLResolver;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.store.FakeAuthorizator;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.godwit.imap.command.ImapCommands;
import org.godwit.store.Database;
import org.godwit.store.event.LocalEventBus;
import org.godwit.store.mailbox.MailboxStoreModule;
import org.godwit.store.mailbox.MessageReading;
import org.godwit.store.mailbox.MessageSets;

/** Our mailbox on a database, with a bus and users of its own. */
final class StoreComposition {

  private StoreComposition() {}

  static ImapCommands.Ground on(Database database) {
    Injector injector =
        Guice.createInjector(
            Modules.override(new MailboxStoreModule(), surroundings(database))
                .with(
                    new AbstractModule() {
                      @Override
                      protected void configure() {
                        bind(Authenticator.class).toInstance(Users.authenticator("alice", "bob"));
                        bind(Authorizator.class).toInstance(FakeAuthorizator.defaultReject());
                        bind(Key.get(new TypeLiteral<Set<PreDeletionHook>>() {}))
                            .toInstance(Set.of());
                      }
                    }));
    return new ImapCommands.Ground(
        injector.getInstance(MailboxManager.class),
        injector.getInstance(EventBus.class),
        injector.getInstance(SubscriptionManager.class),
        injector.getInstance(QuotaManager.class),
        injector.getInstance(QuotaRootResolver.class),
        injector.getInstance(MetricFactory.class),
        new SpecialUses(),
        injector.getInstance(StoreFacts.class),
        injector.getInstance(MessageReading.class),
        injector.getInstance(MessageSets.class),
        new ScannedFinding(injector.getInstance(MailboxManager.class)),
        Optional.of(URI.create("https://mail.example.org/jmap/session")));
  }

  private static Module surroundings(Database database) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(Database.class).toInstance(database);
        bind(Clock.class).toInstance(Clock.systemUTC());
        bind(EventBus.class)
            .toInstance(
                new LocalEventBus(
                    new InVmEventDelivery(new RecordingMetricFactory()),
                    EventBusTestFixture.RETRY_BACKOFF_CONFIGURATION,
                    new MemoryEventDeadLetters()));
        bind(MetricFactory.class).to(RecordingMetricFactory.class);
        bind(MailboxACLResolver.class).to(UnionMailboxACLResolver.class);
      }
    };
  }
}
