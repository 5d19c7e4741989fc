package org.godwit.store.mailbox;

import javax.inject.Inject;
import org.apache.james.core.Username;
import org.godwit.store.Database;

/** The numbers of accounts, for whoever does not know James. Safe for many threads. */
public final class AccountIds {
  private final Database database;

  @Inject
  public AccountIds(Database database) {
    this.database = database;
  }

  /**
   * The account of a user, made if nothing was ever kept for them. One statement.
   *
   * @param name a full address, in lower case, of somebody who may log in
   * @throws org.godwit.store.StoreUnavailable try again
   */
  public long of(String name) {
    Username user = Username.of(name);
    return database.run("finding an account", on -> Accounts.idOf(on, user));
  }
}
