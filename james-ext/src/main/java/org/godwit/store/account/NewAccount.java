package org.godwit.store.account;

import org.apache.james.core.Username;

/**
 * Somebody to be added.
 *
 * @param name a full address
 * @param password as it is, not hashed
 */
public record NewAccount(Username name, String password) {

  /** Never the password. */
  @Override
  public String toString() {
    return name.asString();
  }
}
