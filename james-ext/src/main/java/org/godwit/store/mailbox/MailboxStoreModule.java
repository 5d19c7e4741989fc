package org.godwit.store.mailbox;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.name.Names;
import javax.inject.Inject;
import org.apache.james.adapter.mailbox.DelegationStoreAuthorizator;
import org.apache.james.adapter.mailbox.UserRepositoryAuthenticator;
import org.apache.james.mailbox.AttachmentContentLoader;
import org.apache.james.mailbox.AttachmentManager;
import org.apache.james.mailbox.Authenticator;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MessageIdManager;
import org.apache.james.mailbox.RightManager;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.extractor.TextExtractor;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootDeserializer;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.mailbox.store.JVMMailboxPathLocker;
import org.apache.james.mailbox.store.MailboxManagerConfiguration;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.SessionProviderImpl;
import org.apache.james.mailbox.store.StoreAttachmentManager;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.StoreMessageIdManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.apache.james.mailbox.store.extractor.DefaultTextExtractor;
import org.apache.james.mailbox.store.mail.AttachmentMapperFactory;
import org.apache.james.mailbox.store.mail.MailboxMapperFactory;
import org.apache.james.mailbox.store.mail.MessageMapperFactory;
import org.apache.james.mailbox.store.mail.ModSeqProvider;
import org.apache.james.mailbox.store.mail.ThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.UidProvider;
import org.apache.james.mailbox.store.quota.DefaultUserQuotaRootResolver;
import org.apache.james.mailbox.store.quota.NoQuotaUpdater;
import org.apache.james.mailbox.store.quota.QuotaUpdater;
import org.apache.james.mailbox.store.quota.StoreQuotaManager;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.apache.james.mailbox.store.search.SimpleMessageSearchIndex;
import org.apache.james.mailbox.store.user.SubscriptionMapperFactory;
import org.apache.james.utils.MailboxManagerDefinition;
import org.godwit.store.account.AccountHook;
import org.godwit.store.blob.BlobReference;

/**
 * All that James wants of a mailbox, on PostgreSQL. Needs from elsewhere: {@code Database}, {@code
 * Clock}, {@code EventBus}, {@code UsersRepository}, {@code DelegationStore}, and James's {@code
 * MailboxModule}.
 */
public final class MailboxStoreModule extends AbstractModule {

  /** The name under which other parts of James look for the mailbox manager. */
  private static final String MAILBOX_MANAGER = "mailboxmanager";

  @Override
  protected void configure() {
    mappers();
    managers();
    quotas();
    access();
    bind(SimpleMessageSearchIndex.class).in(Scopes.SINGLETON);
    bind(MessageSearchIndex.class).to(SimpleMessageSearchIndex.class);
    bind(DefaultTextExtractor.class).in(Scopes.SINGLETON);
    bind(TextExtractor.class).to(DefaultTextExtractor.class);
    Multibinder<BlobReference> references = Multibinder.newSetBinder(binder(), BlobReference.class);
    references.addBinding().toInstance(new BlobReference("message", "blob_hash"));
    references.addBinding().toInstance(new BlobReference("upload", "blob_hash"));
    references.addBinding().toInstance(new BlobReference("file_link_part", "blob_hash"));
  }

  private void mappers() {
    bind(StoreMapperFactory.class).in(Scopes.SINGLETON);
    bind(MailboxSessionMapperFactory.class).to(StoreMapperFactory.class);
    bind(MessageMapperFactory.class).to(StoreMapperFactory.class);
    bind(MailboxMapperFactory.class).to(StoreMapperFactory.class);
    bind(AttachmentMapperFactory.class).to(StoreMapperFactory.class);
    bind(SubscriptionMapperFactory.class).to(StoreMapperFactory.class);
    bind(StoreUidProvider.class).in(Scopes.SINGLETON);
    bind(UidProvider.class).to(StoreUidProvider.class);
    bind(StoreModSeqProvider.class).in(Scopes.SINGLETON);
    bind(ModSeqProvider.class).to(StoreModSeqProvider.class);
    bind(StoreMailboxId.Factory.class).in(Scopes.SINGLETON);
    bind(MailboxId.Factory.class).to(StoreMailboxId.Factory.class);
    bind(StoreMessageId.Factory.class).in(Scopes.SINGLETON);
    bind(MessageId.Factory.class).to(StoreMessageId.Factory.class);
    bind(MessageReader.class).in(Scopes.SINGLETON);
    bind(MessageReading.class).to(MessageReader.class);
    bind(MessageSets.class).to(PostgresMessageSets.class).in(Scopes.SINGLETON);
    bind(Threads.class).in(Scopes.SINGLETON);
    bind(ThreadIdGuessingAlgorithm.class).to(Threads.class);
  }

  private void managers() {
    bind(PostgresMailboxManager.class).in(Scopes.SINGLETON);
    bind(MailboxManager.class).to(PostgresMailboxManager.class);
    bind(StoreMailboxManager.class).to(PostgresMailboxManager.class);
    bind(MailboxManager.class)
        .annotatedWith(Names.named(MAILBOX_MANAGER))
        .to(PostgresMailboxManager.class);
    bind(MailboxManagerConfiguration.class).toInstance(MailboxManagerConfiguration.DEFAULT);
    bind(PostgresMessageIdManager.class).in(Scopes.SINGLETON);
    bind(StoreMessageIdManager.class).to(PostgresMessageIdManager.class);
    bind(MessageIdManager.class).to(PostgresMessageIdManager.class);
    bind(StoreAttachmentManager.class).in(Scopes.SINGLETON);
    bind(AttachmentManager.class).to(StoreAttachmentManager.class);
    bind(AttachmentContentLoader.class).to(StoreAttachmentManager.class);
    bind(SharedRights.class).in(Scopes.SINGLETON);
    bind(StoreRightManager.class).to(SharedRights.class);
    bind(RightManager.class).to(StoreRightManager.class);
    bind(StoreSubscriptionManager.class).in(Scopes.SINGLETON);
    bind(SubscriptionManager.class).to(StoreSubscriptionManager.class);
    bind(JVMMailboxPathLocker.class).in(Scopes.SINGLETON);
    bind(MailboxPathLocker.class).to(JVMMailboxPathLocker.class);
    bind(MailboxDelivery.class).in(Scopes.SINGLETON);
    bind(FirstMailboxes.class).in(Scopes.SINGLETON);
    bind(Undelete.class).in(Scopes.SINGLETON);
    bind(ExpungedPurge.class).in(Scopes.SINGLETON);
    bind(MailboxHistory.class).in(Scopes.SINGLETON);
    bind(MailboxNews.class).in(Scopes.SINGLETON);
    Multibinder.newSetBinder(binder(), AccountHook.class).addBinding().to(AccountMail.class);
    Multibinder.newSetBinder(binder(), MailboxManagerDefinition.class)
        .addBinding()
        .to(Definition.class);
  }

  private void quotas() {
    bind(DefaultUserQuotaRootResolver.class).in(Scopes.SINGLETON);
    bind(UserQuotaRootResolver.class).to(DefaultUserQuotaRootResolver.class);
    bind(QuotaRootResolver.class).to(DefaultUserQuotaRootResolver.class);
    bind(QuotaRootDeserializer.class).to(DefaultUserQuotaRootResolver.class);
    bind(QuotaLimits.class).in(Scopes.SINGLETON);
    bind(MaxQuotaManager.class).to(QuotaLimits.class);
    bind(QuotaUsage.class).in(Scopes.SINGLETON);
    bind(CurrentQuotaManager.class).to(QuotaUsage.class);
    bind(StoreQuotaManager.class).in(Scopes.SINGLETON);
    bind(QuotaManager.class).to(StoreQuotaManager.class);
    // The statements that change messages count them: no listener does.
    bind(QuotaUpdater.class).toInstance(new NoQuotaUpdater());
  }

  private void access() {
    bind(SessionProviderImpl.class).in(Scopes.SINGLETON);
    bind(Sessions.class).in(Scopes.SINGLETON);
    bind(SessionProvider.class).to(Sessions.class);
    bind(Authenticator.class).to(UserRepositoryAuthenticator.class).in(Scopes.SINGLETON);
    bind(Authorizator.class).to(DelegationStoreAuthorizator.class).in(Scopes.SINGLETON);
  }

  /** How James's probes find the manager. */
  private static final class Definition extends MailboxManagerDefinition {
    @Inject
    Definition(PostgresMailboxManager manager) {
      super("postgres-mailboxmanager", manager);
    }
  }
}
