package org.godwit.store.mailbox;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Provides;
import javax.inject.Singleton;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManagerTest;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class PostgresMailboxManagerTest extends MailboxManagerTest<PostgresMailboxManager> {

  /** The limits that the suite expects. */
  private static final class AnnotationLimits extends AbstractModule {
    @Provides
    @Singleton
    StoreMailboxAnnotationManager annotations(
        MailboxSessionMapperFactory mappers, StoreRightManager rights) {
      return new StoreMailboxAnnotationManager(mappers, rights, 3, 30);
    }
  }

  @Override
  protected PostgresMailboxManager provideMailboxManager() {
    Injector composed = ComposedMailbox.compose(preDeletionHooks(), new AnnotationLimits());
    composed.getInstance(EventBus.class).register(composed.getInstance(QuotaEvents.class));
    return composed.getInstance(PostgresMailboxManager.class);
  }

  @Override
  protected SubscriptionManager provideSubscriptionManager() {
    return ComposedMailbox.compose().getInstance(StoreSubscriptionManager.class);
  }

  @Override
  protected EventBus retrieveEventBus(PostgresMailboxManager manager) {
    return manager.getEventBus();
  }
}
