package org.godwit.store.account;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.godwit.store.Database;
import org.godwit.trust.Scope;
import org.godwit.trust.ScramKeys;

/**
 * Passwords that a person gives to one program: made by us, for some protocols, perhaps for some
 * time and from some addresses. They hold 100 random bits, so a fast hash keeps them. Safe for many
 * threads; one call, one statement or two.
 */
@Singleton
public final class AppPasswords {

  /**
   * One that there is.
   *
   * @param networks where it may be used from, as CIDR; empty is everywhere
   * @param expires empty is never
   * @param lastUsed to some minutes; empty is never
   */
  public record AppPassword(
      UUID id,
      String label,
      Set<Scope> scopes,
      List<String> networks,
      Optional<Instant> expires,
      Instant created,
      Optional<Instant> lastUsed,
      Optional<String> lastUsedFrom) {}

  /** What it was made for. */
  public record Wish(
      String label, Set<Scope> scopes, List<String> networks, Optional<Instant> expires) {}

  /** A new one; nobody can show its text again. */
  public record Created(UUID id, String text) {}

  private static final int GROUPS = 5;
  private static final int MOST = 100; // of one person

  private static final String INSERT =
      """
      INSERT INTO app_password (owner, label, hash, scram_salt, scram_stored_key, scram_server_key,
                                scopes, networks, expires_at)
      SELECT name, ?, ?, ?, ?, ?, ?, ?::cidr[]::inet[], ?
        FROM person
       WHERE name = ? AND (SELECT count(*) FROM app_password WHERE owner = person.name) < ?
      RETURNING password_id
      """;

  private static final String LIST =
      """
      SELECT password_id, label, scopes, networks::text[], expires_at, created_at, last_used_at,
             host(last_used_from)
        FROM app_password WHERE owner = ? ORDER BY created_at
      """;

  private static final String USABLE =
      """
       WHERE owner = ? AND ? = ANY (scopes) AND (expires_at IS NULL OR expires_at > now())
         AND (networks = '{}' OR ?::inet <<= ANY (networks))
      """;

  private static final String CHECK = "SELECT scopes FROM app_password" + USABLE + " AND hash = ?";

  private static final String KEYS =
      "SELECT scram_salt, scram_stored_key, scram_server_key FROM app_password" + USABLE;

  private static final String USED =
      """
      UPDATE app_password SET last_used_at = now(), last_used_from = ?::inet
       WHERE owner = ? AND (hash = ? OR scram_stored_key = ?)
         AND (last_used_at IS NULL OR last_used_at < now() - interval '5 minutes'
              OR last_used_from IS DISTINCT FROM ?::inet)
      """;

  private final Database database;
  private final People people;
  private final LoginEnds ends;

  @Inject
  AppPasswords(Database database, People people, LoginEnds ends) {
    this.database = database;
    this.people = people;
    this.ends = ends;
  }

  /**
   * Makes one.
   *
   * @return empty when there is no such person, or they have as many as anybody may
   * @throws org.godwit.store.StoreException also when a network is none
   */
  public Optional<Created> create(String owner, Wish wish) {
    String text = RandomText.groups(GROUPS);
    byte[] salt = people.salt(Username.of(owner)).orElseGet(() -> new byte[ScramKeys.SALT]);
    ScramKeys keys = ScramKeys.of(text, salt);
    return database
        .run("making an app password", on -> insert(on, owner, wish, text, keys))
        .map(id -> new Created(id, text));
  }

  private static Optional<UUID> insert(
      Connection on, String owner, Wish wish, String text, ScramKeys keys) throws SQLException {
    try (PreparedStatement insert = on.prepareStatement(INSERT)) {
      insert.setString(1, wish.label());
      insert.setBytes(2, RandomText.hash(text));
      insert.setBytes(3, keys.salt());
      insert.setBytes(4, keys.storedKey());
      insert.setBytes(5, keys.serverKey());
      insert.setArray(
          6, on.createArrayOf("text", wish.scopes().stream().map(Scope::name).toArray()));
      insert.setArray(7, on.createArrayOf("text", wish.networks().toArray()));
      insert.setTimestamp(8, wish.expires().map(Timestamp::from).orElse(null));
      insert.setString(9, owner);
      insert.setInt(10, MOST);
      try (ResultSet row = insert.executeQuery()) {
        return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
      }
    }
  }

  /** All of a person, the oldest first. */
  public List<AppPassword> list(String owner) {
    return database.run(
        "listing app passwords",
        on -> {
          try (PreparedStatement select = on.prepareStatement(LIST)) {
            select.setString(1, owner);
            try (ResultSet row = select.executeQuery()) {
              List<AppPassword> found = new ArrayList<>();
              while (row.next()) {
                found.add(read(row));
              }
              return found;
            }
          }
        });
  }

  private static AppPassword read(ResultSet row) throws SQLException {
    return new AppPassword(
        row.getObject(1, UUID.class),
        row.getString(2),
        scopes(row.getArray(3).getArray()),
        List.of((String[]) row.getArray(4).getArray()),
        Optional.ofNullable(row.getTimestamp(5)).map(Timestamp::toInstant),
        row.getTimestamp(6).toInstant(),
        Optional.ofNullable(row.getTimestamp(7)).map(Timestamp::toInstant),
        Optional.ofNullable(row.getString(8)));
  }

  private static Set<Scope> scopes(Object names) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    Arrays.stream((String[]) names).map(Scope::valueOf).forEach(scopes::add);
    return scopes;
  }

  /**
   * Takes one back. Whoever is logged in over a mail protocol has to log in again.
   *
   * @return false when there is no such one
   */
  public boolean revoke(String owner, UUID id) {
    boolean gone =
        database.run(
            "revoking an app password",
            on -> {
              try (PreparedStatement delete =
                  on.prepareStatement(
                      "DELETE FROM app_password WHERE owner = ? AND password_id = ?")) {
                delete.setString(1, owner);
                delete.setObject(2, id);
                return delete.executeUpdate() == 1;
              }
            });
    if (gone) {
      ends.ofMail(owner);
    }
    return gone;
  }

  /** Whether a text could be one at all, so that nobody need ask. */
  static boolean looksLikeOne(String typed) {
    return RandomText.looksLike(typed, GROUPS);
  }

  /** What a password may be used for, here and now; empty when it is none of this person's. */
  Optional<Set<Scope>> check(String owner, String typed, Scope scope, InetAddress from) {
    byte[] hash = RandomText.hash(typed);
    Optional<Set<Scope>> found =
        database.run(
            "checking an app password",
            on -> {
              try (PreparedStatement select = on.prepareStatement(CHECK)) {
                usable(select, owner, scope, from);
                select.setBytes(4, hash);
                try (ResultSet row = select.executeQuery()) {
                  return row.next()
                      ? Optional.of(scopes(row.getArray(1).getArray()))
                      : Optional.empty();
                }
              }
            });
    found.ifPresent(scopes -> used(owner, hash, from));
    return found;
  }

  /** What SCRAM checks such passwords by, of those that are good here and now. */
  List<ScramKeys> keys(String owner, Scope scope, InetAddress from) {
    return database.run(
        "reading keys of app passwords",
        on -> {
          try (PreparedStatement select = on.prepareStatement(KEYS)) {
            usable(select, owner, scope, from);
            try (ResultSet row = select.executeQuery()) {
              List<ScramKeys> keys = new ArrayList<>();
              while (row.next()) {
                keys.add(
                    new ScramKeys(
                        row.getBytes(1), ScramKeys.ITERATIONS, row.getBytes(2), row.getBytes(3)));
              }
              return keys;
            }
          }
        });
  }

  private static void usable(PreparedStatement select, String owner, Scope scope, InetAddress from)
      throws SQLException {
    select.setString(1, owner);
    select.setString(2, scope.name());
    select.setString(3, text(from));
  }

  /** Notes a use, by its hash or by its SCRAM key. */
  void used(String owner, byte[] hashOrKey, InetAddress from) {
    database.run(
        "noting the use of an app password",
        on -> {
          try (PreparedStatement update = on.prepareStatement(USED)) {
            update.setString(1, text(from));
            update.setString(2, owner);
            update.setBytes(3, hashOrKey);
            update.setBytes(4, hashOrKey);
            update.setString(5, text(from));
            return update.executeUpdate();
          }
        });
  }

  /** Without the interface that a link-local address names. */
  static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
