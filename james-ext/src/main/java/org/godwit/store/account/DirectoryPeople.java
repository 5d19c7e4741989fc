package org.godwit.store.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Provider;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.godwit.store.StoreException;
import org.godwit.trust.directory.Directory;
import org.godwit.trust.directory.DirectoryUnavailable;

/**
 * People whom the directory knows: they get an account when they first sign in, or when the first
 * mail for them comes. Without a directory there are none. Safe for many threads; what the
 * directory said of somebody is believed for a minute.
 */
@Singleton
public final class DirectoryPeople {
  private static final int REMEMBERED = 50_000;
  private static final Duration BELIEVED = Duration.ofMinutes(1);

  private final Optional<Directory> directory;
  private final DomainList domains;
  private final Provider<Accounts> accounts;
  private final Cache<Username, Boolean> asked =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          .expireAfterWrite(BELIEVED)
          .executor(Runnable::run)
          .build();

  @Inject
  DirectoryPeople(Optional<Directory> directory, DomainList domains, Provider<Accounts> accounts) {
    this.directory = directory;
    this.domains = domains;
    this.accounts = accounts;
  }

  boolean exist() {
    return directory.isPresent();
  }

  /**
   * Sees to it that somebody whom the directory knows has an account.
   *
   * @return whether it knows them
   * @throws StoreException when nobody can say
   */
  public boolean adopt(Username name) {
    if (directory.isEmpty()) {
      return false;
    }
    Boolean before = asked.getIfPresent(name);
    if (before != null) {
      return before;
    }
    boolean known = isOurs(name) && knows(name) && accounts.get().adopt(name);
    asked.put(name, known);
    return known;
  }

  private boolean isOurs(Username name) {
    try {
      return name.getDomainPart().isPresent() && domains.containsDomain(name.getDomainPart().get());
    } catch (DomainListException e) {
      throw new StoreException("the domains cannot be read", e);
    }
  }

  private boolean knows(Username name) {
    try {
      return directory.orElseThrow().knows(name.asString());
    } catch (DirectoryUnavailable e) {
      throw new StoreException("the directory cannot be asked", e);
    }
  }

  /**
   * Whether this is somebody's password in the directory.
   *
   * @throws StoreException when nobody can say
   */
  boolean admits(Username name, String password) {
    try {
      return directory.isPresent() && directory.get().admits(name.asString(), password);
    } catch (DirectoryUnavailable e) {
      throw new StoreException("the directory cannot be asked", e);
    }
  }
}
