package org.godwit.store.account;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.godwit.store.Database;
import org.godwit.trust.PasswordHasher;
import org.godwit.trust.directory.Directory;

/** The parts of this room put together by hand, as a node of its own, for tests. */
final class House {
  final Database database;
  final PasswordHasher hasher = new PasswordHasher();
  final People people;
  final Credentials credentials;
  final StoredUsers users;
  final StoredRewrites rewrites;
  final Accounts accounts;
  final List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();

  House(Database database, DomainList domains) {
    this(database, domains, Optional.empty());
  }

  House(Database database, DomainList domains, Optional<Directory> directory) {
    this.database = database;
    people = new People(database);
    credentials =
        new Credentials(
            database,
            hasher,
            new Strangers(new Secrets(database)),
            new DirectoryPeople(directory, domains, this::accounts));
    users = new StoredUsers(domains, new PersonDao(people, credentials, hasher), credentials);
    rewrites = rewrites(database, domains);
    accounts = new Accounts(users, people, hasher, rewrites, Set.of(new Ear()));
  }

  private Accounts accounts() {
    return accounts;
  }

  private StoredRewrites rewrites(Database database, DomainList domains) {
    StoredRewrites table = new StoredRewrites(database);
    table.setDomainList(domains);
    table.setUsersRepository(users);
    table.setUserEntityValidator(org.apache.james.UserEntityValidator.NOOP);
    table.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
    return table;
  }

  private final class Ear implements AccountHook {
    @Override
    public void created(org.apache.james.core.Username name) {
      heard.add("created " + name.asString());
    }

    @Override
    public void barred(org.apache.james.core.Username name) {
      heard.add("barred " + name.asString());
    }

    @Override
    public void removed(org.apache.james.core.Username name) {
      heard.add("removed " + name.asString());
    }
  }
}
