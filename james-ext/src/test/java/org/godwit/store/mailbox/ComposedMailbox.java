package org.godwit.store.mailbox;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.util.Modules;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusTestFixture;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.Authenticator;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.acl.MailboxACLResolver;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.manager.ManagerTestProvisionner;
import org.apache.james.mailbox.store.FakeAuthenticator;
import org.apache.james.mailbox.store.FakeAuthorizator;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.utils.UpdatableTickingClock;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.event.LocalEventBus;

/** The mailbox as the server composes it, on the test database, with a bus and users of its own. */
final class ComposedMailbox {

  private static final Key<Set<PreDeletionHook>> HOOKS = Key.get(new TypeLiteral<>() {});

  private ComposedMailbox() {}

  static Injector compose() {
    return compose(Set.of(), new AbstractModule() {});
  }

  /** The same, but for what {@code other} binds. */
  static Injector compose(Set<PreDeletionHook> hooks, Module other) {
    return Guice.createInjector(
        Modules.override(new MailboxStoreModule(), surroundings())
            .with(
                Modules.override(
                        new AbstractModule() {
                          @Override
                          protected void configure() {
                            bind(Authenticator.class).toInstance(users());
                            bind(Authorizator.class).toInstance(FakeAuthorizator.defaultReject());
                            bind(HOOKS).toInstance(hooks);
                            // James's suites write its own full stop between levels.
                            bind(SessionProvider.class).to(SessionProviderImpl.class);
                          }
                        })
                    .with(other)));
  }

  private static Module surroundings() {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(Database.class).toInstance(PostgresExtension.database());
        bind(Clock.class).toInstance(new UpdatableTickingClock(Instant.now()));
        bind(EventBus.class).toInstance(bus());
        bind(MetricFactory.class).to(RecordingMetricFactory.class);
        bind(MailboxACLResolver.class).to(UnionMailboxACLResolver.class);
      }
    };
  }

  static EventBus bus() {
    return new LocalEventBus(
        new InVmEventDelivery(new RecordingMetricFactory()),
        EventBusTestFixture.RETRY_BACKOFF_CONFIGURATION,
        new MemoryEventDeadLetters());
  }

  private static FakeAuthenticator users() {
    FakeAuthenticator users = new FakeAuthenticator();
    users.addUser(ManagerTestProvisionner.USER, ManagerTestProvisionner.USER_PASS);
    users.addUser(ManagerTestProvisionner.OTHER_USER, ManagerTestProvisionner.OTHER_USER_PASS);
    return users;
  }
}
