package org.godwit.store.account;

import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import javax.inject.Inject;
import org.godwit.store.Database;

/** Secrets of the whole installation, the same on all nodes, made when first asked for. */
public final class Secrets {
  private static final int LENGTH = 32;

  private final Database database;

  @Inject
  public Secrets(Database database) {
    this.database = database;
  }

  /** 32 random bytes. At most two statements; keep the answer. */
  public byte[] named(String name) {
    return database.run(
        "reading a secret of this installation",
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")) {
            insert.setString(1, name);
            insert.setBytes(2, random());
            insert.executeUpdate();
          }
          try (PreparedStatement select =
              connection.prepareStatement("SELECT value FROM secret WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getBytes(1);
            }
          }
        });
  }

  private static byte[] random() {
    byte[] bytes = new byte[LENGTH];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
