package org.godwit.store.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.trust.PasswordHasher;
import org.godwit.trust.ScramKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks who somebody says to be.
 *
 * <p>A row keeps an Argon2id hash and the SCRAM-SHA-256 keys of the same password. A password that
 * was right costs Argon2id only once: then this process remembers an HMAC of it under a key that it
 * forgets when it ends, together with the credential's id in the row. The row is read at each
 * login, so a changed password, a suspension or a deletion counts at once, on every node.
 *
 * <p>An imported password has no Argon2id hash yet, since 10,000 of them would take minutes; it is
 * checked by its SCRAM keys, and gets its hash at the first login. That is no weaker than any other
 * row: whoever steals the table attacks the SCRAM keys (PBKDF2), which every row has.
 *
 * <p>Somebody of the directory has no password here; the directory is asked for theirs, and
 * believed for some minutes.
 *
 * <p>Wrong passwords, unknown users and suspended ones all cost one Argon2id, and give the same
 * answers. Safe for many threads; one statement, and one more when something has to be noted.
 */
@Singleton
public final class Credentials {

  /** What a password proves. */
  public enum Proof {
    WRONG,
    /** It is right, and a second factor is needed beside it. */
    HALF,
    RIGHT
  }

  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
  private static final int REMEMBERED = 50_000;
  private static final Duration REMEMBER = Duration.ofHours(24);
  private static final Duration REMEMBER_DIRECTORY = Duration.ofMinutes(5); // it may change there
  private static final Duration NOTE_EVERY = Duration.ofHours(1);

  private static final String READ =
      "SELECT credential, password_hash, scram_salt, scram_iterations, scram_stored_key,"
          + " scram_server_key, suspended, "
          + SecondFactors.HAS_ONE
          + " AS second_factor, from_directory FROM person p WHERE name = ?";

  private static final String HASHED =
      "UPDATE person SET password_hash = ? WHERE name = ? AND credential = ?";

  private static final String LOGGED_IN =
      """
      UPDATE person SET last_login_at = now()
       WHERE name = ?
         AND (last_login_at IS NULL OR last_login_at < now() - interval '1 hour')
      """;

  private record Row(
      UUID id,
      Optional<String> hash,
      ScramKeys keys,
      boolean suspended,
      boolean secondFactor,
      boolean fromDirectory) {

    boolean mayUsePassword() {
      return !suspended && !secondFactor;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual only
  private record Known(UUID credential, byte[] hmac) {}

  private final Database database;
  private final PasswordHasher hasher;
  private final SecretKeySpec processKey = new SecretKeySpec(random(), "HmacSHA256");
  private final Cache<Username, Known> known = cache(REMEMBER);
  private final Cache<Username, Known> knownInDirectory = cache(REMEMBER_DIRECTORY);
  private final Cache<Username, Boolean> noted = cache(NOTE_EVERY);
  private final Strangers strangers;
  private final DirectoryPeople directory;

  @Inject
  Credentials(
      Database database, PasswordHasher hasher, Strangers strangers, DirectoryPeople directory) {
    this.database = database;
    this.hasher = hasher;
    this.strangers = strangers;
    this.directory = directory;
  }

  private static <V> Cache<Username, V> cache(Duration keep) {
    return Caffeine.newBuilder()
        .maximumSize(REMEMBERED)
        .expireAfterWrite(keep)
        .executor(Runnable::run)
        .build();
  }

  /**
   * Whether this person may log in with this password alone. Notes the time of the login.
   *
   * @throws org.godwit.store.StoreUnavailable when nobody can say
   */
  public boolean verify(Username name, String password) {
    Optional<Row> row = find(name).filter(Row::mayUsePassword);
    if (row.isEmpty()) {
      hasher.pretend(password);
      return false;
    }
    return prove(name, row.get(), password) == Proof.RIGHT;
  }

  /**
   * What this password proves. Notes the time of the login when it is all that is needed.
   *
   * @throws org.godwit.store.StoreUnavailable when nobody can say
   */
  public Proof check(Username name, String password) {
    Optional<Row> row = find(name).filter(found -> !found.suspended());
    if (row.isEmpty()) {
      hasher.pretend(password);
      return Proof.WRONG;
    }
    return prove(name, row.get(), password);
  }

  private Proof prove(Username name, Row row, String password) {
    byte[] hmac = hmac(name, password);
    Cache<Username, Known> remembered = row.fromDirectory() ? knownInDirectory : known;
    if (!isKnown(remembered.getIfPresent(name), row, hmac)) {
      if (!isRight(name, row, password)) {
        return Proof.WRONG;
      }
      remembered.put(name, new Known(row.id(), hmac));
    }
    if (row.secondFactor()) {
      return Proof.HALF;
    }
    loggedIn(name);
    return Proof.RIGHT;
  }

  /** Whether somebody of this name may log in at all. One statement. */
  boolean admits(Username name) {
    return read(name).filter(row -> !row.suspended()).isPresent();
  }

  private static boolean isKnown(Known before, Row row, byte[] hmac) {
    return before != null
        && before.credential().equals(row.id())
        && MessageDigest.isEqual(before.hmac(), hmac);
  }

  private boolean isRight(Username name, Row row, String password) {
    if (row.fromDirectory()) {
      return directory.admits(name, password);
    }
    if (row.hash().isPresent()) {
      boolean right = hasher.matches(row.hash().get(), password);
      if (right && hasher.outdated(row.hash().get())) {
        hashAnew(name, row, password);
      }
      return right;
    }
    if (!row.keys().matches(password)) {
      hasher.pretend(password);
      return false;
    }
    hashAnew(name, row, password);
    return true;
  }

  private void hashAnew(Username name, Row row, String password) {
    String hash = hasher.hash(password);
    database.run(
        "noting a password's hash",
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(HASHED)) {
            update.setString(1, hash);
            update.setString(2, name.asString());
            update.setObject(3, row.id());
            return update.executeUpdate();
          }
        });
  }

  /**
   * What SCRAM-SHA-256 needs. For somebody who may not log in these are keys that no password fits,
   * with a salt that stays the same, so that they tell nothing.
   *
   * @throws org.godwit.store.StoreUnavailable when nobody can say
   */
  public ScramKeys scram(Username name) {
    ScramKeys fake = strangers.keys(name); // always, so that it takes the same time
    return read(name)
        .filter(row -> !row.suspended())
        .map(row -> row.secondFactor() ? withSalt(row.keys(), fake) : row.keys())
        .orElse(fake);
  }

  /** Keys that no password fits, with the salt that the person's app passwords have. */
  private static ScramKeys withSalt(ScramKeys theirs, ScramKeys fake) {
    return new ScramKeys(theirs.salt(), theirs.iterations(), fake.storedKey(), fake.serverKey());
  }

  /**
   * Notes a login that did not go over {@link #verify}, such as by SCRAM. A login does not fail
   * because it cannot be noted.
   */
  public void loggedIn(Username name) {
    if (noted.getIfPresent(name) != null) {
      return;
    }
    noted.put(name, true);
    try {
      database.run("noting a login", connection -> note(connection, name));
    } catch (StoreException e) {
      LOG.warn("the time of a login is not noted", e);
    }
  }

  private static int note(Connection connection, Username name) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(LOGGED_IN)) {
      update.setString(1, name.asString());
      return update.executeUpdate();
    }
  }

  /** Whoever the directory knows gets a row now. */
  private Optional<Row> find(Username name) {
    Optional<Row> row = read(name);
    return row.isPresent() || !directory.adopt(name) ? row : read(name);
  }

  private Optional<Row> read(Username name) {
    return database.run(
        "reading a credential",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setString(1, name.asString());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(row(row)) : Optional.empty();
            }
          }
        });
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("credential", UUID.class),
        Optional.ofNullable(row.getString("password_hash")),
        new ScramKeys(
            row.getBytes("scram_salt"),
            row.getInt("scram_iterations"),
            row.getBytes("scram_stored_key"),
            row.getBytes("scram_server_key")),
        row.getBoolean("suspended"),
        row.getBoolean("second_factor"),
        row.getBoolean("from_directory"));
  }

  private byte[] hmac(Username name, String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(processKey);
      mac.update(name.asString().getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA-256", e);
    }
  }

  private static byte[] random() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
