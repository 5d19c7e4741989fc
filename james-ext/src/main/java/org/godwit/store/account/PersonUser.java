package org.godwit.store.account;

import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.user.api.model.User;

/** A person as James sees one: to try a password at, or to be given a new one. */
final class PersonUser implements User {
  private final Username name;
  private final Credentials credentials;
  private String newPassword; // null until set

  PersonUser(Username name, Credentials credentials) {
    this.name = name;
    this.credentials = credentials;
  }

  @Override
  public Username getUserName() {
    return name;
  }

  @Override
  public boolean verifyPassword(String password) {
    return credentials.verify(name, password);
  }

  @Override
  public boolean setPassword(String password) {
    newPassword = password;
    return true;
  }

  Optional<String> newPassword() {
    return Optional.ofNullable(newPassword);
  }
}
