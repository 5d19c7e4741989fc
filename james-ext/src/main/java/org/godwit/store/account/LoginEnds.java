package org.godwit.store.account;

import com.google.inject.Provider;
import java.sql.PreparedStatement;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.godwit.store.Database;

/** Ends logins that counted until now, although the password stays. One statement. */
final class LoginEnds {
  private final Database database;
  private final Provider<Set<AccountHook>> hooks; // some of them need what needs us

  @Inject
  LoginEnds(Database database, Provider<Set<AccountHook>> hooks) {
    this.database = database;
    this.hooks = hooks;
  }

  /** Whoever is logged in over a mail protocol has to log in again: here at once, on all nodes. */
  void ofMail(String owner) {
    database.run(
        "ending logins",
        on -> {
          try (PreparedStatement update =
              on.prepareStatement("UPDATE person SET mail_epoch = mail_epoch + 1 WHERE name = ?")) {
            update.setString(1, owner);
            return update.executeUpdate();
          }
        });
    hooks.get().forEach(hook -> hook.barred(Username.of(owner)));
  }
}
