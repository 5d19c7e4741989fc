package org.godwit.store.account;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;

/**
 * Which sign-ins still count: what connections have to ask that outlive the request that began
 * them. Safe for many threads; one call, one statement, however many accounts.
 */
@Singleton
public final class StandingLogins {

  /**
   * What counts of an account now.
   *
   * @param credential changes when logins with a password must end: another password, an app
   *     password that was taken back
   * @param sessions of browsers, complete ones
   */
  public record Standing(String credential, Set<UUID> sessions) {
    public Standing {
      sessions = Set.copyOf(sessions);
    }
  }

  private static final String STANDING =
      """
      SELECT a.account_id, p.credential::text || ' ' || p.mail_epoch,
             ARRAY(SELECT s.session_id
                     FROM web_session s
                    WHERE s.account_id = a.account_id AND s.credential = p.credential
                      AND s.complete AND now() < s.idle_until AND now() < s.expires_at)
        FROM account a
        JOIN person p ON p.name = a.name
       WHERE a.account_id = ANY (?) AND NOT p.suspended
      """;

  private final Database database;

  @Inject
  StandingLogins(Database database) {
    this.database = database;
  }

  /** By account; one whose owner may not sign in, or is no more, is missing. */
  public Map<Long, Standing> of(Collection<Long> accounts) {
    return database.run("looking which sign-ins count", on -> of(on, accounts));
  }

  private static Map<Long, Standing> of(Connection on, Collection<Long> accounts)
      throws SQLException {
    Map<Long, Standing> found = new HashMap<>();
    try (PreparedStatement select = on.prepareStatement(STANDING)) {
      select.setArray(1, on.createArrayOf("bigint", accounts.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Array sessions = row.getArray(3);
          found.put(
              row.getLong(1), new Standing(row.getString(2), Set.of((UUID[]) sessions.getArray())));
        }
      }
    }
    return found;
  }
}
