package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.util.Optional;
import org.apache.james.core.Username;
import org.godwit.store.Database;
import org.godwit.store.account.Accounts;
import org.godwit.store.admin.AuditLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deleted accounts go for good when their time is over, and not before. */
@ExtendWith(OneServer.class)
class AccountPurgeTest {

  private static void deletedAgo(OneServer mail, String address, int days) {
    mail.server().service(Accounts.class).retire(Username.of(address));
    mail.server()
        .service(Database.class)
        .run(
            "letting time pass",
            on -> {
              try (PreparedStatement update =
                  on.prepareStatement(
                      "UPDATE person SET deleted_at = now() - make_interval(days => ?)"
                          + " WHERE name = ?")) {
                update.setInt(1, days);
                update.setString(2, address);
                return update.executeUpdate();
              }
            });
  }

  @Test
  void whoseTimeIsOverGoesAndTheLogSaysSo(OneServer mail) {
    String old = mail.address("old");
    String young = mail.address("young");
    deletedAgo(mail, old, 31);
    deletedAgo(mail, young, 29);
    mail.server().service(AccountPurge.class).purge();
    Accounts accounts = mail.server().service(Accounts.class);
    assertThat(accounts.findRetired(Username.of(old))).isEmpty();
    assertThat(accounts.findRetired(Username.of(young))).isPresent();
    assertThat(mail.server().service(AuditLog.class).newest(Optional.empty(), 5))
        .anyMatch(
            entry ->
                entry.deed().operation().equals("account purge") && entry.deed().on().equals(old));
  }
}
