package org.godwit.store.account;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.trust.KeyPairs;

/** The key by which push services know us, the same on all nodes. Safe for many threads. */
@Singleton
public final class VapidKeys {
  private final Database database;

  @Inject
  VapidKeys(Database database) {
    this.database = database;
  }

  /** The key pair, on the curve P-256; made when there is none yet. At most three statements. */
  public KeyPair get() {
    return database.run(
        "reading the key for push services",
        on -> {
          Optional<KeyPair> there = read(on);
          if (there.isPresent()) {
            return there.get();
          }
          keep(on, KeyPairs.make());
          return read(on).orElseThrow(); // ours, or that of a node that was quicker
        });
  }

  private static Optional<KeyPair> read(Connection on) throws SQLException {
    try (PreparedStatement select =
            on.prepareStatement("SELECT private_key, public_key FROM vapid_key");
        ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(pair(row.getBytes("private_key"), row.getBytes("public_key")))
          : Optional.empty();
    }
  }

  private static void keep(Connection on, KeyPair made) throws SQLException {
    try (PreparedStatement insert =
        on.prepareStatement(
            "INSERT INTO vapid_key (private_key, public_key) VALUES (?, ?)"
                + " ON CONFLICT DO NOTHING")) {
      insert.setBytes(1, made.getPrivate().getEncoded());
      insert.setBytes(2, made.getPublic().getEncoded());
      insert.executeUpdate();
    }
  }

  private static KeyPair pair(byte[] priv, byte[] pub) {
    try {
      return KeyPairs.read(priv, pub);
    } catch (GeneralSecurityException e) {
      throw new StoreException("the key for push services cannot be read", e);
    }
  }
}
