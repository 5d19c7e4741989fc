package org.godwit.store.admin;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;
import org.godwit.store.LinkSecret;

/**
 * The link by which the first administrator sets the server up. There is one at most; it works
 * once, and for a day. Only its hash is kept. Safe for many threads; one call, one statement.
 */
@Singleton
public final class FirstRun {
  private static final String OFFER =
      """
      INSERT INTO first_run (hash, expires_at) VALUES (?, now() + interval '1 day')
      ON CONFLICT (singular) DO UPDATE SET hash = EXCLUDED.hash, expires_at = EXCLUDED.expires_at
      """;

  private final Database database;
  private final SecureRandom random = new SecureRandom();

  @Inject
  public FirstRun(Database database) {
    this.database = database;
  }

  /** Makes another link, so that no other works any more; its secret. */
  public String offer() {
    String text = LinkSecret.made(random);
    giveBack(text);
    return text;
  }

  /** Whether a link was offered that nobody has used. */
  public boolean isPending() {
    return database.run(
        "asking whether the server is set up",
        on -> {
          try (PreparedStatement select = on.prepareStatement("SELECT 1 FROM first_run");
              var row = select.executeQuery()) {
            return row.next();
          }
        });
  }

  /** Whether this is the secret of the link. */
  public boolean knows(String secret) {
    return database.run(
        "looking at the link of the first start",
        on -> {
          try (PreparedStatement select =
              on.prepareStatement(
                  "SELECT 1 FROM first_run WHERE hash = ? AND expires_at > now()")) {
            select.setBytes(1, LinkSecret.hash(secret));
            try (var row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  /** Uses the link up; false when this is not its secret, or somebody was faster. */
  public boolean take(String secret) {
    return database.run(
        "using the link of the first start",
        on -> change(on, "DELETE FROM first_run WHERE hash = ? AND expires_at > now()", secret));
  }

  /** Makes a link work again, whose use came to nothing. */
  public void giveBack(String secret) {
    database.run("offering the link of the first start", on -> change(on, OFFER, secret));
  }

  /** From now on there is no link. */
  public void done() {
    database.run(
        "forgetting the link of the first start",
        on -> {
          try (PreparedStatement delete = on.prepareStatement("DELETE FROM first_run")) {
            return delete.executeUpdate();
          }
        });
  }

  private static boolean change(Connection on, String sql, String secret) throws SQLException {
    try (PreparedStatement change = on.prepareStatement(sql)) {
      change.setBytes(1, LinkSecret.hash(secret));
      return change.executeUpdate() == 1;
    }
  }
}
