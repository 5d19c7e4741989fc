package org.godwit.store.account;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.user.api.AlreadyExistInUsersRepositoryException;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.apache.james.user.lib.UsersDAO;
import org.godwit.store.StoreException;
import org.godwit.store.account.People.NewPerson;
import org.godwit.trust.PasswordHasher;
import org.godwit.trust.ScramKeys;

/** James's users over {@link People}. */
final class PersonDao implements UsersDAO {
  private final People people;
  private final Credentials credentials;
  private final PasswordHasher hasher;

  @Inject
  PersonDao(People people, Credentials credentials, PasswordHasher hasher) {
    this.people = people;
    this.credentials = credentials;
    this.hasher = hasher;
  }

  @Override
  public boolean getDefaultVirtualHostingValue() {
    return true;
  }

  @Override
  public void addUser(Username name, String password) throws UsersRepositoryException {
    NewPerson row = new NewPerson(name, hasher.hash(password), ScramKeys.of(password));
    if (asking(() -> people.add(List.of(row))).isEmpty()) {
      throw new AlreadyExistInUsersRepositoryException(
          "User " + name.asString() + " already exists");
    }
  }

  @Override
  public Optional<PersonUser> getUserByName(Username name) throws UsersRepositoryException {
    return asking(() -> people.find(name))
        .filter(person -> person.deleted().isEmpty())
        .map(person -> new PersonUser(person.name(), credentials));
  }

  @Override
  public void updateUser(User user) throws UsersRepositoryException {
    if (!(user instanceof PersonUser changed)) {
      throw new UsersRepositoryException("not a user that this repository gave");
    }
    Username name = user.getUserName();
    String password = changed.newPassword().orElse(null);
    boolean there =
        password == null
            ? contains(name)
            : asking(
                () -> people.password(name, hasher.hash(password), people.newKeys(name, password)));
    if (!there) {
      throw new UsersRepositoryException("User " + name.asString() + " does not exist");
    }
  }

  @Override
  public void removeUser(Username name) throws UsersRepositoryException {
    if (!asking(() -> people.remove(name))) {
      throw new UsersRepositoryException("User " + name.asString() + " does not exist");
    }
  }

  @Override
  public boolean contains(Username name) throws UsersRepositoryException {
    return asking(() -> people.exists(name));
  }

  @Override
  public int countUsers() throws UsersRepositoryException {
    return Math.toIntExact(asking(people::count));
  }

  @Override
  public Iterator<Username> list() throws UsersRepositoryException {
    return asking(() -> new PageByPage(people));
  }

  boolean isAdmin(Username name) throws UsersRepositoryException {
    return asking(() -> people.find(name)).filter(Person::admin).isPresent();
  }

  /** James's callers expect its own exception when the database is away. */
  static <T> T asking(java.util.function.Supplier<T> question) throws UsersRepositoryException {
    try {
      return question.get();
    } catch (StoreException e) {
      throw new UsersRepositoryException("the users cannot be asked", e);
    }
  }
}
