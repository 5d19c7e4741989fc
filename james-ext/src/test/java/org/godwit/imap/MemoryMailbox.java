package org.godwit.imap;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusTestFixture;
import org.apache.james.events.InVMEventBus;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.inmemory.InMemoryMailboxManager;
import org.apache.james.mailbox.inmemory.InMemoryMailboxSessionMapperFactory;
import org.apache.james.mailbox.inmemory.InMemoryMessageId;
import org.apache.james.mailbox.inmemory.quota.InMemoryCurrentQuotaManager;
import org.apache.james.mailbox.inmemory.quota.InMemoryPerUserMaxQuotaManager;
import org.apache.james.mailbox.store.FakeAuthorizator;
import org.apache.james.mailbox.store.JVMMailboxPathLocker;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.StoreAttachmentManager;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreMessageIdManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.mailbox.store.event.MailboxAnnotationListener;
import org.apache.james.mailbox.store.extractor.DefaultTextExtractor;
import org.apache.james.mailbox.store.mail.NaiveThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;
import org.apache.james.mailbox.store.quota.CurrentQuotaCalculator;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.ListeningCurrentQuotaUpdater;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.apache.james.mailbox.store.search.SimpleMessageSearchIndex;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.godwit.imap.command.ImapCommands;
import org.godwit.store.mailbox.Sessions;

/** James's mailbox in memory, for tests of what stands before a mailbox. */
public final class MemoryMailbox {
  public final InMemoryMailboxManager manager;
  final EventBus events;
  final StoreSubscriptionManager subscriptions;
  final StoreQuotaManager quota;
  final InMemoryPerUserMaxQuotaManager maxQuota;
  final DefaultUserQuotaRootResolver quotaRoots;

  public MemoryMailbox(String... users) {
    Clock clock = Clock.systemUTC();
    InMemoryMailboxSessionMapperFactory mappers = new InMemoryMailboxSessionMapperFactory(clock);
    RecordingMetricFactory metrics = new RecordingMetricFactory();
    events =
        new InVMEventBus(
            new InVmEventDelivery(metrics),
            EventBusTestFixture.RETRY_BACKOFF_CONFIGURATION,
            new MemoryEventDeadLetters());
    StoreRightManager rights =
        new StoreRightManager(mappers, new UnionMailboxACLResolver(), events);
    StoreMailboxAnnotationManager annotations =
        new StoreMailboxAnnotationManager(mappers, rights, 10, 1000);
    Sessions sessions =
        new Sessions(
            new SessionProviderImpl(Users.authenticator(users), FakeAuthorizator.defaultReject()));
    maxQuota = new InMemoryPerUserMaxQuotaManager();
    quotaRoots = new DefaultUserQuotaRootResolver(sessions, mappers);
    InMemoryCurrentQuotaManager current =
        new InMemoryCurrentQuotaManager(new CurrentQuotaCalculator(mappers, quotaRoots), sessions);
    quota = new StoreQuotaManager(current, maxQuota);
    PreDeletionHooks hooks = new PreDeletionHooks(Set.of(), metrics);
    StoreMessageIdManager ids =
        new StoreMessageIdManager(rights, mappers, events, quota, quotaRoots, hooks);
    StoreAttachmentManager attachments = new StoreAttachmentManager(mappers, ids);
    manager =
        new InMemoryMailboxManager(
            mappers,
            sessions,
            new JVMMailboxPathLocker(),
            new MessageParser(),
            new InMemoryMessageId.Factory(),
            events,
            annotations,
            rights,
            new QuotaComponents(maxQuota, quota, quotaRoots),
            new SimpleMessageSearchIndex(mappers, mappers, new DefaultTextExtractor(), attachments),
            hooks,
            new NaiveThreadIdGuessingAlgorithm(),
            clock);
    subscriptions = new StoreSubscriptionManager(mappers, mappers, events);
    events.register(new ListeningCurrentQuotaUpdater(current, quotaRoots, events, quota));
    events.register(new MailboxAnnotationListener(mappers, sessions));
  }

  ImapCommands.Ground ground() {
    return new ImapCommands.Ground(
        manager,
        events,
        subscriptions,
        quota,
        quotaRoots,
        new RecordingMetricFactory(),
        new SpecialUses(),
        new ScannedFacts(manager),
        new MemoryMessages(manager),
        new MemorySets(manager),
        new ScannedFinding(manager),
        Optional.of(URI.create("https://mail.example.org/jmap/session")));
  }
}
