package org.godwit.store.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.godwit.store.account.People.NewPerson;
import org.godwit.trust.PasswordHasher;
import org.godwit.trust.ScramKeys;

/**
 * What an administrator does with accounts. Safe for many threads. Whoever may call it has been
 * asked for their right already.
 *
 * <p>Quotas are not kept here: they are James's {@code MaxQuotaManager}'s.
 */
@Singleton
public final class Accounts {
  private static final int BATCH = 500;
  private static final int PAGE = 1_000;

  private final UsersRepository users;
  private final People people;
  private final PasswordHasher hasher;
  private final StoredRewrites rewrites;
  private final Set<AccountHook> hooks;

  @Inject
  Accounts(
      UsersRepository users,
      People people,
      PasswordHasher hasher,
      StoredRewrites rewrites,
      Set<AccountHook> hooks) {
    this.users = users;
    this.people = people;
    this.hasher = hasher;
    this.rewrites = rewrites;
    this.hooks = hooks;
  }

  /**
   * Adds one account.
   *
   * @throws org.apache.james.user.api.AlreadyExistInUsersRepositoryException when the address is a
   *     user, an alias or a group already
   * @throws org.apache.james.user.api.InvalidUsernameException when it is no address of ours
   * @throws IllegalArgumentException when the password is empty or too long
   */
  public void create(NewAccount account) throws UsersRepositoryException {
    users.addUser(account.name(), account.password());
    hooks.forEach(hook -> hook.created(account.name()));
  }

  /**
   * Sees to it that somebody of the directory has an account.
   *
   * @return false when no account can be called so
   */
  boolean adopt(Username name) {
    try {
      users.assertValid(name);
    } catch (UsersRepositoryException e) {
      return false;
    }
    if (!rewrites.aliasesAndGroups(Set.of(name.asString())).isEmpty()) {
      return false;
    }
    if (people.adopt(name)) {
      hooks.forEach(hook -> hook.created(name));
    }
    return true;
  }

  /**
   * Adds a mailbox for a team, which nobody signs in to.
   *
   * @return false when the address is in use already
   * @throws org.apache.james.user.api.InvalidUsernameException when it is no address of ours
   */
  public boolean share(Username name) throws UsersRepositoryException {
    users.assertValid(name);
    if (!rewrites.aliasesAndGroups(Set.of(name.asString())).isEmpty() || !people.share(name)) {
      return false;
    }
    hooks.forEach(hook -> hook.created(name));
    return true;
  }

  /**
   * Adds many, on all processors. 10,000 take some tens of seconds: of each password only the SCRAM
   * keys are made now, see {@link Credentials}.
   *
   * @param accounts read as it goes, never held as a whole
   * @param refused called in this thread with each account that was not added, and why
   * @return how many were added
   */
  public long addAll(Iterator<NewAccount> accounts, BiConsumer<NewAccount, String> refused) {
    long added = 0;
    while (accounts.hasNext()) {
      List<NewAccount> batch = new ArrayList<>(BATCH);
      while (accounts.hasNext() && batch.size() < BATCH) {
        batch.add(accounts.next());
      }
      added += addBatch(batch, refused);
    }
    return added;
  }

  private int addBatch(List<NewAccount> batch, BiConsumer<NewAccount, String> refused) {
    List<NewAccount> wanted = acceptable(batch, refused);
    List<NewPerson> rows =
        wanted.parallelStream()
            .map(a -> new NewPerson(a.name(), null, ScramKeys.of(a.password())))
            .toList();
    Set<Username> added = people.add(rows);
    added.parallelStream().forEach(name -> hooks.forEach(hook -> hook.created(name)));
    wanted.stream()
        .filter(account -> !added.contains(account.name()))
        .forEach(account -> refused.accept(account, "exists already"));
    return added.size();
  }

  private List<NewAccount> acceptable(
      List<NewAccount> batch, BiConsumer<NewAccount, String> refused) {
    Set<Username> taken =
        rewrites.aliasesAndGroups(
            batch.stream().map(account -> account.name().asString()).collect(Collectors.toSet()));
    Set<Username> seen = new HashSet<>();
    List<NewAccount> acceptable = new ArrayList<>(batch.size());
    for (NewAccount account : batch) {
      Optional<String> reason = objection(account, taken, seen);
      if (reason.isPresent()) {
        refused.accept(account, reason.get());
      } else {
        acceptable.add(account);
      }
    }
    return acceptable;
  }

  private Optional<String> objection(NewAccount account, Set<Username> taken, Set<Username> seen) {
    if (!PasswordHasher.usable(account.password())) {
      return Optional.of("a password has 1 to " + PasswordHasher.LONGEST + " characters");
    }
    if (taken.contains(account.name())) {
      return Optional.of("is an alias or a group already");
    }
    if (!seen.add(account.name())) {
      return Optional.of("is there twice");
    }
    try {
      users.assertValid(account.name());
      return Optional.empty();
    } catch (UsersRepositoryException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Removes an account for good, deleted before or not: its login at once, with its scripts,
   * forwards and aliases; its mail goes by the {@link AccountHook}s.
   *
   * @return false when there was none
   */
  public boolean delete(Username name) {
    boolean removed = people.remove(name);
    if (removed) {
      hooks.forEach(hook -> hook.removed(name));
    }
    return removed;
  }

  /**
   * Sets a password, which counts at once, on all nodes. Open sessions end within seconds.
   *
   * @return false when there is no such account
   * @throws IllegalArgumentException when the password is empty or too long
   */
  public boolean password(Username name, String password) {
    boolean changed = people.password(name, hasher.hash(password), people.newKeys(name, password));
    if (changed) {
      hooks.forEach(hook -> hook.barred(name));
    }
    return changed;
  }

  /**
   * Lets somebody administer this server, or no more.
   *
   * @return false when there is no such account
   */
  public boolean admin(Username name, boolean admin) {
    return people.admin(name, admin);
  }

  /**
   * Keeps somebody from logging in, or no more. Mail still comes in. Open sessions end within
   * seconds.
   *
   * @return false when there is no such account
   */
  public boolean suspend(Username name, boolean suspended) {
    boolean changed = people.suspended(name, suspended);
    if (changed && suspended) {
      hooks.forEach(hook -> hook.barred(name));
    }
    return changed;
  }

  /**
   * Deletes an account so that it can be had again: nobody logs in, mail for it is refused, and it
   * is in no list. Its mail, its aliases and its place in groups stay. Open sessions end within
   * seconds.
   *
   * @return false when there was none
   */
  public boolean retire(Username name) {
    boolean retired = people.retire(name);
    if (retired) {
      hooks.forEach(hook -> hook.barred(name));
    }
    return retired;
  }

  /**
   * Brings an account back as it was.
   *
   * @return false when none of that name can be had again
   */
  public boolean restore(Username name) {
    return people.restore(name);
  }

  /**
   * Some accounts that can be had again, those that were deleted first first.
   *
   * @param until deleted then or before
   * @param limit 1 or more
   */
  public List<Person> retired(Instant until, int limit) {
    return people.deleted(until, limit);
  }

  /** One account, if there is one that is not deleted. */
  public Optional<Person> find(Username name) {
    return findRetired(name).filter(person -> person.deleted().isEmpty());
  }

  /** One account, also one that is deleted and can be had again. */
  public Optional<Person> findRetired(Username name) {
    return people.find(name);
  }

  /** How many there are that are not deleted. */
  public long count() {
    return people.count();
  }

  /** How many have an address in a domain, also those that can be had again. Reads all names. */
  public long countIn(Domain domain) {
    return people.countIn(domain.asString());
  }

  /**
   * One page, in the order of the names.
   *
   * @param after the last name of the page before; empty for the first page
   * @param limit 1 or more
   */
  public List<Person> page(Optional<Username> after, int limit) {
    return people.page(after.map(Username::asString).orElse(""), limit);
  }

  /** All of them, in the order of their names, page by page: never all in memory. */
  public void forEach(Consumer<Person> each) {
    Optional<Username> after = Optional.empty();
    List<Person> page;
    do {
      page = page(after, PAGE);
      page.forEach(each);
      after = page.isEmpty() ? after : Optional.of(page.getLast().name());
    } while (page.size() == PAGE);
  }
}
