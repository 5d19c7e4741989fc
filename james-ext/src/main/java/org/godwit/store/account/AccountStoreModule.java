package org.godwit.store.account;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.time.Clock;
import java.time.InstantSource;
import org.apache.james.CoreDataModule;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.rrt.api.AliasReverseResolver;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.lib.AliasReverseResolverImpl;
import org.apache.james.rrt.lib.CanSendFromImpl;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.godwit.trust.LoginThrottle;
import org.godwit.trust.PasswordHasher;

/**
 * Everything of this room that James and the other rooms ask for. Needs a {@link
 * org.godwit.store.Database}.
 */
public final class AccountStoreModule extends AbstractModule {

  @Override
  protected void configure() {
    install(new CoreDataModule());
    Multibinder.newSetBinder(binder(), AccountHook.class);
    bind(InstantSource.class).toInstance(Clock.systemUTC());
    bind(PasswordHasher.class).in(Scopes.SINGLETON);
    bind(LoginThrottle.class).in(Scopes.SINGLETON);

    bind(DomainList.class).to(StoredDomains.class);
    bind(UsersRepository.class).to(StoredUsers.class);
    bind(RecipientRewriteTable.class).to(StoredRewrites.class);
    bind(AliasReverseResolver.class).to(AliasReverseResolverImpl.class).in(Scopes.SINGLETON);
    bind(CanSendFrom.class).to(CanSendFromImpl.class).in(Scopes.SINGLETON);
  }

  @ProvidesIntoSet
  InitializationOperation configureRewrites(StoredRewrites rewrites) {
    return InitilizationOperationBuilder.forClass(StoredRewrites.class)
        .init(() -> rewrites.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED));
  }
}
