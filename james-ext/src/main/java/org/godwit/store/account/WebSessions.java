package org.godwit.store.account;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;

/**
 * Browsers that people signed in with. A session ends by itself: after some time, at another
 * password, with a suspended or deleted account. All of that is in the statement that looks it up,
 * so it counts at once on all nodes. What the cookie says is kept as a hash only.
 *
 * <p>Safe for many threads; one call, one statement, and a second one every few minutes.
 */
@Singleton
public final class WebSessions {

  /**
   * A session that counts now.
   *
   * @param complete whether all factors were shown; if not, it opens nothing but the next step
   * @param strong whether more than a password was shown; administration asks for it
   */
  public record Session(
      long accountId, UUID id, String name, boolean complete, boolean strong, boolean stays) {}

  /** What somebody showed of themselves when a session began. */
  public enum Shown {
    /** A password, and a second factor is still to come. */
    HALF,
    /** All that is asked of this person, which may be a password alone. */
    ENOUGH,
    /** A second factor, or a passkey. */
    STRONG
  }

  /** A session as its owner sees it. */
  public record Seen(UUID id, String agent, String address, Instant created, Instant used) {}

  /** What a session begins with. */
  public record Begin(String name, Shown shown, boolean stays, String agent, InetAddress from) {
    boolean complete() {
      return shown != Shown.HALF;
    }
  }

  private static final int SECRET = 32;
  private static final int TOKEN = Long.BYTES + 2 * Long.BYTES + SECRET;
  private static final int LONGEST_AGENT = 300;
  private static final int MOST_FAILURES = 5;
  private static final Duration PENDING = Duration.ofMinutes(10);
  private static final Duration SHORT_IDLE = Duration.ofHours(1);
  private static final Duration SHORT_LIFE = Duration.ofHours(12);
  private static final Duration LONG_IDLE = Duration.ofDays(14);
  private static final Duration LONG_LIFE = Duration.ofDays(90);

  private static final String INSERT =
      """
      INSERT INTO web_session (account_id, session_id, token_hash, credential, complete, strong,
                               stays, agent, address, idle_until, expires_at)
      SELECT a.account_id, ?, ?, p.credential, ?, ?, ?, ?, ?::inet,
             now() + ? * interval '1 second', now() + ? * interval '1 second'
        FROM person p JOIN account a ON a.name = p.name
       WHERE p.name = ? AND NOT p.suspended
      RETURNING account_id
      """;

  private static final String COUNTS =
      """
        FROM web_session s
        JOIN account a ON a.account_id = s.account_id
        JOIN person p ON p.name = a.name AND p.credential = s.credential AND NOT p.suspended
       WHERE s.account_id = ? AND now() < s.idle_until AND now() < s.expires_at
      """;

  private static final String FIND =
      "SELECT p.name, s.complete, s.strong, s.stays, s.used_at < now() - interval '5 minutes' AS old"
          + COUNTS
          + " AND s.session_id = ? AND s.token_hash = ? AND s.failures < "
          + MOST_FAILURES;

  private static final String LIST =
      "SELECT s.session_id, s.agent, host(s.address), s.created_at, s.used_at"
          + COUNTS
          + " AND s.complete ORDER BY s.used_at DESC";

  private static final String USE =
      """
      UPDATE web_session SET used_at = now(), address = ?::inet,
             idle_until = now() + ? * interval '1 second'
       WHERE account_id = ? AND session_id = ? AND complete
      """;

  private final Database database;
  private final SecureRandom random = new SecureRandom();

  @Inject
  WebSessions(Database database) {
    this.database = database;
  }

  /**
   * Begins a session of an account that has a row in the store.
   *
   * @return what the cookie is to say; empty when the person is no more
   */
  public Optional<String> begin(Begin begin) {
    UUID id = UUID.randomUUID();
    byte[] secret = new byte[SECRET];
    random.nextBytes(secret);
    return database
        .run("beginning a web session", on -> insert(on, begin, id, hash(secret)))
        .map(account -> token(account, id, secret));
  }

  private static Optional<Long> insert(Connection on, Begin begin, UUID id, byte[] hash)
      throws SQLException {
    Duration idle = begin.complete() ? idle(begin.stays()) : PENDING;
    Duration life = begin.complete() ? life(begin.stays()) : PENDING;
    try (PreparedStatement insert = on.prepareStatement(INSERT)) {
      insert.setObject(1, id);
      insert.setBytes(2, hash);
      insert.setBoolean(3, begin.complete());
      insert.setBoolean(4, begin.shown() == Shown.STRONG);
      insert.setBoolean(5, begin.stays());
      insert.setString(6, printable(begin.agent()));
      insert.setString(7, AppPasswords.text(begin.from()));
      insert.setLong(8, idle.toSeconds());
      insert.setLong(9, life.toSeconds());
      insert.setString(10, begin.name());
      try (ResultSet row = insert.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    }
  }

  private static Duration idle(boolean stays) {
    return stays ? LONG_IDLE : SHORT_IDLE;
  }

  /** How long a browser may keep the cookie. */
  public static Duration life(boolean stays) {
    return stays ? LONG_LIFE : SHORT_LIFE;
  }

  /** The session that a cookie names, if it counts; notes that it was used. */
  public Optional<Session> find(String token, InetAddress from) {
    Optional<Named> named = parse(token);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    return database.run("looking for a web session", on -> find(on, named.get(), from));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Named(long account, UUID id, byte[] hash) {}

  private static Optional<Session> find(Connection on, Named named, InetAddress from)
      throws SQLException {
    Session session;
    boolean old;
    try (PreparedStatement select = on.prepareStatement(FIND)) {
      select.setLong(1, named.account());
      select.setObject(2, named.id());
      select.setBytes(3, named.hash());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        session =
            new Session(
                named.account(),
                named.id(),
                row.getString("name"),
                row.getBoolean("complete"),
                row.getBoolean("strong"),
                row.getBoolean("stays"));
        old = row.getBoolean("old");
      }
    }
    if (old) {
      use(on, session, from);
    }
    return Optional.of(session);
  }

  private static void use(Connection on, Session session, InetAddress from) throws SQLException {
    try (PreparedStatement update = on.prepareStatement(USE)) {
      update.setString(1, AppPasswords.text(from));
      update.setLong(2, idle(session.stays()).toSeconds());
      update.setLong(3, session.accountId());
      update.setObject(4, session.id());
      update.executeUpdate();
    }
  }

  /** Counts a wrong second factor; after some of them the sign-in has to begin anew. */
  public void failed(Session session) {
    change(
        "UPDATE web_session SET failures = failures + 1 WHERE account_id = ? AND session_id = ?",
        session.accountId(),
        session.id());
  }

  /** Those of an account that count, the last used first. */
  public List<Seen> list(long account) {
    return database.run(
        "listing web sessions",
        on -> {
          try (PreparedStatement select = on.prepareStatement(LIST)) {
            select.setLong(1, account);
            try (ResultSet row = select.executeQuery()) {
              List<Seen> seen = new ArrayList<>();
              while (row.next()) {
                seen.add(
                    new Seen(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getTimestamp(4).toInstant(),
                        row.getTimestamp(5).toInstant()));
              }
              return seen;
            }
          }
        });
  }

  /** Ends one; false when there is none. */
  public boolean end(long account, UUID id) {
    return change("DELETE FROM web_session WHERE account_id = ? AND session_id = ?", account, id)
        > 0;
  }

  /** Ends all but one; how many there were. */
  public int endOthers(long account, UUID kept) {
    return change(
        "DELETE FROM web_session WHERE account_id = ? AND session_id <> ?", account, kept);
  }

  private int change(String sql, long account, UUID id) {
    return database.run(
        "changing a web session",
        on -> {
          try (PreparedStatement update = on.prepareStatement(sql)) {
            update.setLong(1, account);
            update.setObject(2, id);
            return update.executeUpdate();
          }
        });
  }

  /** Forgets those whose time is over. */
  public int purge() {
    return database.run(
        "forgetting web sessions",
        on -> {
          try (PreparedStatement delete =
              on.prepareStatement("DELETE FROM web_session WHERE expires_at < now()")) {
            return delete.executeUpdate();
          }
        });
  }

  private static String token(long account, UUID id, byte[] secret) {
    byte[] bytes =
        ByteBuffer.allocate(TOKEN)
            .putLong(account)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .put(secret)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Optional<Named> parse(String token) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (bytes.length != TOKEN) {
        return Optional.empty();
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      long account = buffer.getLong();
      UUID id = new UUID(buffer.getLong(), buffer.getLong());
      byte[] secret = new byte[SECRET];
      buffer.get(secret);
      return Optional.of(new Named(account, id, hash(secret)));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static byte[] hash(byte[] secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static String printable(String agent) {
    String plain = agent.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() > LONGEST_AGENT ? plain.substring(0, LONGEST_AGENT) : plain;
  }
}
