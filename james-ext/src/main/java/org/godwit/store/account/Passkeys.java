package org.godwit.store.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;

/**
 * Passkeys (WebAuthn) of people, and which challenges were answered. Safe for many threads; one
 * call is one transaction of a few statements.
 */
@Singleton
public final class Passkeys {

  /** Passkeys that one person may have. */
  public static final int MOST = 50;

  /**
   * What an authenticator said of a key.
   *
   * @param credentialId as the authenticator calls it
   * @param userHandle whom it thinks the key is of
   * @param data attested credential data, with the public key
   * @param counter of signatures; 0 when it does not count
   * @param mayBeSynced whether it can ever be on more than one device
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Key(
      byte[] credentialId,
      byte[] userHandle,
      byte[] data,
      long counter,
      boolean mayBeSynced,
      boolean isSynced) {}

  /**
   * One that there is.
   *
   * @param lastUsed empty is never
   */
  public record Passkey(
      UUID id, String owner, String label, Key key, Instant created, Optional<Instant> lastUsed) {}

  private static final String COLUMNS =
      """
      SELECT passkey_id, owner, label, credential_id, user_handle, key_data, counter,
             may_be_synced, is_synced, created_at, last_used_at
        FROM passkey
      """;

  private static final String ADD =
      """
      INSERT INTO passkey (owner, label, credential_id, user_handle, key_data, counter,
                           may_be_synced, is_synced)
      SELECT name, ?, ?, ?, ?, ?, ?, ?
        FROM person
       WHERE name = ? AND (SELECT count(*) FROM passkey WHERE owner = person.name) < ?
      ON CONFLICT (credential_id) DO NOTHING
      RETURNING passkey_id
      """;

  // A counter that stands still says that there are two of the key; WebAuthn §6.1.1.
  private static final String USED =
      """
      UPDATE passkey SET counter = ?, is_synced = ?, last_used_at = now()
       WHERE credential_id = ? AND (counter < ? OR (counter = 0 AND ? = 0))
      """;

  private static final String FORGET =
      "DELETE FROM passkey_challenge WHERE used_at < now() - interval '1 hour'";

  private static final String ANSWERED =
      "INSERT INTO passkey_challenge (challenge) VALUES (?) ON CONFLICT (challenge) DO NOTHING";

  private final Database database;

  @Inject
  public Passkeys(Database database) {
    this.database = database;
  }

  /** All of one person, the oldest first. */
  public List<Passkey> list(String owner) {
    return database.run(
        "listing passkeys",
        on -> {
          try (PreparedStatement select =
              on.prepareStatement(COLUMNS + " WHERE owner = ? ORDER BY created_at")) {
            select.setString(1, owner);
            return read(select);
          }
        });
  }

  /** The one that an authenticator calls so. */
  public Optional<Passkey> find(byte[] credentialId) {
    return database.run(
        "looking for a passkey",
        on -> {
          try (PreparedStatement select =
              on.prepareStatement(COLUMNS + " WHERE credential_id = ?")) {
            select.setBytes(1, credentialId);
            return read(select).stream().findFirst();
          }
        });
  }

  private static List<Passkey> read(PreparedStatement select) throws SQLException {
    List<Passkey> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Key key =
            new Key(
                row.getBytes("credential_id"),
                row.getBytes("user_handle"),
                row.getBytes("key_data"),
                row.getLong("counter"),
                row.getBoolean("may_be_synced"),
                row.getBoolean("is_synced"));
        found.add(
            new Passkey(
                row.getObject("passkey_id", UUID.class),
                row.getString("owner"),
                row.getString("label"),
                key,
                row.getTimestamp("created_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("last_used_at")).map(Timestamp::toInstant)));
      }
    }
    return found;
  }

  /**
   * Keeps a new one.
   *
   * @param challenge what was answered with it
   * @return empty when the challenge was answered before, the key is somebody's already, or the
   *     person has as many as anybody may
   */
  public Optional<UUID> add(String owner, String label, Key key, byte[] challenge) {
    return database.transaction(
        "adding a passkey",
        on -> answered(on, challenge) ? insert(on, owner, label, key) : Optional.empty());
  }

  private static Optional<UUID> insert(Connection on, String owner, String label, Key key)
      throws SQLException {
    try (PreparedStatement insert = on.prepareStatement(ADD)) {
      insert.setString(1, label);
      insert.setBytes(2, key.credentialId());
      insert.setBytes(3, key.userHandle());
      insert.setBytes(4, key.data());
      insert.setLong(5, key.counter());
      insert.setBoolean(6, key.mayBeSynced());
      insert.setBoolean(7, key.isSynced());
      insert.setString(8, owner);
      insert.setInt(9, MOST);
      try (ResultSet row = insert.executeQuery()) {
        return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
      }
    }
  }

  /**
   * Notes that one signed.
   *
   * @param counter what the authenticator counted
   * @param challenge what was signed
   * @return false when it does not count: the challenge was answered before, the counter does not
   *     go up, or the passkey was removed
   */
  public boolean used(byte[] credentialId, long counter, boolean isSynced, byte[] challenge) {
    return database.transaction(
        "using a passkey",
        on -> {
          if (!answered(on, challenge)) {
            return false;
          }
          try (PreparedStatement update = on.prepareStatement(USED)) {
            update.setLong(1, counter);
            update.setBoolean(2, isSynced);
            update.setBytes(3, credentialId);
            update.setLong(4, counter);
            update.setLong(5, counter);
            return update.executeUpdate() == 1;
          }
        });
  }

  /** False when it was answered before. */
  private static boolean answered(Connection on, byte[] challenge) throws SQLException {
    try (PreparedStatement forget = on.prepareStatement(FORGET);
        PreparedStatement insert = on.prepareStatement(ANSWERED)) {
      forget.executeUpdate();
      insert.setBytes(1, challenge);
      return insert.executeUpdate() == 1;
    }
  }

  /** Calls one otherwise; false when there is none. */
  public boolean rename(String owner, UUID id, String label) {
    return database.run(
        "renaming a passkey",
        on -> {
          try (PreparedStatement update =
              on.prepareStatement(
                  "UPDATE passkey SET label = ? WHERE owner = ? AND passkey_id = ?")) {
            update.setString(1, label);
            update.setString(2, owner);
            update.setObject(3, id);
            return update.executeUpdate() == 1;
          }
        });
  }

  /** Removes one; false when there is none. */
  public boolean remove(String owner, UUID id) {
    return database.run(
        "removing a passkey",
        on -> {
          try (PreparedStatement delete =
              on.prepareStatement("DELETE FROM passkey WHERE owner = ? AND passkey_id = ?")) {
            delete.setString(1, owner);
            delete.setObject(2, id);
            return delete.executeUpdate() == 1;
          }
        });
  }
}
