package org.godwit.store.account;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.CoreDataModule;
import org.apache.james.DefaultVacationService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.mailrepository.api.MailRepositoryFactory;
import org.apache.james.mailrepository.api.MailRepositoryUrlStore;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.mailrepository.memory.MailRepositoryStoreConfiguration;
import org.apache.james.rrt.api.AliasReverseResolver;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.sieverepository.api.SieveQuotaRepository;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.user.api.DelegationStore;
import org.apache.james.user.api.DelegationUsernameChangeTaskStep;
import org.apache.james.user.api.UsernameChangeTaskStep;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.util.date.DefaultZonedDateTimeProvider;
import org.apache.james.util.date.ZonedDateTimeProvider;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.apache.james.vacation.api.NotificationRegistry;
import org.apache.james.vacation.api.VacationRepository;
import org.apache.james.vacation.api.VacationService;
import org.godwit.store.blob.BlobReference;
import org.godwit.trust.LoginNews;
import org.godwit.trust.LoginThrottle;
import org.godwit.trust.PasswordHasher;
import org.godwit.trust.directory.Directory;
import org.godwit.trust.oidc.OpenId;
import org.godwit.trust.sasl.SaslSecrets;

/**
 * Everything of this room that James and the other rooms ask for. Needs a {@link
 * org.godwit.store.Database}.
 */
public final class AccountStoreModule extends AbstractModule {

  /** What the addresses of our mail repositories begin with: {@code postgres://var/mail/error/}. */
  public static final Protocol MAIL_REPOSITORIES = new Protocol("postgres");

  @Override
  protected void configure() {
    install(new CoreDataModule());
    Multibinder.newSetBinder(binder(), AccountHook.class);
    bind(InstantSource.class).toInstance(Clock.systemUTC());
    bind(PasswordHasher.class).in(Scopes.SINGLETON);
    bind(LoginNews.class).in(Scopes.SINGLETON);
    bind(LoginThrottle.class).in(Scopes.SINGLETON);

    bind(DomainList.class).to(StoredDomains.class);
    bind(UsersRepository.class).to(StoredUsers.class);
    bind(RecipientRewriteTable.class).to(StoredRewrites.class);
    bind(AliasReverseResolver.class).to(OwnAddresses.class);
    bind(CanSendFrom.class).to(OwnAddresses.class);

    bind(SaslSecrets.class).to(StoredSecrets.class);
    OptionalBinder.newOptionalBinder(binder(), OpenId.class);
    OptionalBinder.newOptionalBinder(binder(), Directory.class);

    bind(SieveRepository.class).to(StoredSieve.class);
    bind(SieveQuotaRepository.class).to(StoredSieve.class);
    bind(ZonedDateTimeProvider.class).to(DefaultZonedDateTimeProvider.class).in(Scopes.SINGLETON);
    bind(VacationRepository.class).to(StoredVacations.class);
    bind(NotificationRegistry.class).to(StoredReplies.class);
    bind(VacationService.class).to(DefaultVacationService.class).in(Scopes.SINGLETON);
    bind(DelegationStore.class).to(StoredDelegations.class);
    Multibinder.newSetBinder(binder(), UsernameChangeTaskStep.class)
        .addBinding()
        .to(DelegationUsernameChangeTaskStep.class);

    bindMailRepositories();
  }

  private void bindMailRepositories() {
    bind(MailRepositoryUrlStore.class).to(StoredMailRepositoryUrls.class);
    bind(MailRepositoryStoreConfiguration.Item.class)
        .toInstance(
            new MailRepositoryStoreConfiguration.Item(
                List.of(MAIL_REPOSITORIES),
                StoredMailRepository.class.getName(),
                new BaseHierarchicalConfiguration()));
    Multibinder.newSetBinder(binder(), MailRepositoryFactory.class)
        .addBinding()
        .to(StoredMailRepositoryFactory.class);
    Multibinder.newSetBinder(binder(), BlobReference.class)
        .addBinding()
        .toInstance(new BlobReference("kept_mail", "blob_hash"));
  }

  @ProvidesIntoSet
  InitializationOperation configureRewrites(StoredRewrites rewrites) {
    return InitilizationOperationBuilder.forClass(StoredRewrites.class)
        .init(() -> rewrites.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED));
  }
}
