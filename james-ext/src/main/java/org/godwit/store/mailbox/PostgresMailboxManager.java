package org.godwit.store.mailbox;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.store.MailboxManagerConfiguration;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.StoreMessageManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.mail.ThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.apache.james.metrics.api.MetricFactory;
import org.godwit.store.Database;

/** James's mailbox manager, on our store; its message managers are ours. */
public final class PostgresMailboxManager extends StoreMailboxManager {

  private static final EnumSet<MailboxCapabilities> MAILBOX_CAPABILITIES =
      EnumSet.of(
          MailboxCapabilities.Move,
          MailboxCapabilities.UserFlag,
          MailboxCapabilities.Namespace,
          MailboxCapabilities.Annotation,
          MailboxCapabilities.ACL,
          MailboxCapabilities.Quota);

  private static final EnumSet<MessageCapabilities> MESSAGE_CAPABILITIES =
      EnumSet.of(MessageCapabilities.UniqueID);

  private final Database database;
  private final boolean hooked;
  private final PostgresMessageStorer storer;

  @Inject
  public PostgresMailboxManager(
      Database database,
      StoreMapperFactory mappers,
      SessionProvider sessions,
      MailboxPathLocker locker,
      MessageParser parser,
      StoreMessageId.Factory ids,
      StoreMailboxAnnotationManager annotations,
      EventBus events,
      StoreRightManager rights,
      QuotaComponents quotas,
      MessageSearchIndex index,
      MailboxManagerConfiguration configuration,
      Set<PreDeletionHook> hooks,
      MetricFactory metrics,
      ThreadIdGuessingAlgorithm threads,
      Clock clock) {
    super(
        mappers,
        sessions,
        locker,
        parser,
        ids,
        annotations,
        events,
        rights,
        quotas,
        index,
        configuration,
        new PreDeletionHooks(hooks, metrics),
        threads,
        clock);
    this.database = database;
    this.hooked = !hooks.isEmpty();
    this.storer = new PostgresMessageStorer(database, clock, ids);
  }

  @Override
  public EnumSet<MailboxCapabilities> getSupportedMailboxCapabilities() {
    return EnumSet.copyOf(MAILBOX_CAPABILITIES);
  }

  @Override
  public EnumSet<MessageCapabilities> getSupportedMessageCapabilities() {
    return EnumSet.copyOf(MESSAGE_CAPABILITIES);
  }

  @Override
  protected StoreMessageManager createMessageManager(Mailbox mailbox, MailboxSession session) {
    return new PostgresMessageManager(this, mailbox);
  }

  // What the message manager is made of; James's getters are for subclasses only.

  Database database() {
    return database;
  }

  boolean hooked() {
    return hooked;
  }

  PostgresMessageStorer storer() {
    return storer;
  }

  MessageSearchIndex index() {
    return getMessageSearchIndex();
  }

  MailboxPathLocker locker() {
    return getLocker();
  }

  StoreRightManager rights() {
    return getStoreRightManager();
  }

  PreDeletionHooks hooks() {
    return getPreDeletionHooks();
  }

  MailboxManagerConfiguration configuration() {
    return configuration;
  }
}
