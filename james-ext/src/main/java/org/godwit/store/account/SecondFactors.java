package org.godwit.store.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;
import org.godwit.trust.Totp;

/**
 * What people prove beside their password: a generator of one-time codes, and recovery codes for
 * the day it is lost. Safe for many threads; a call costs at most three statements.
 */
@Singleton
public final class SecondFactors {
  private static final int CODES = 10;
  private static final int GROUPS = 4; // 80 bits

  /** In SQL, whether person p has one. */
  static final String HAS_ONE =
      "EXISTS (SELECT 1 FROM totp t WHERE t.owner = p.name AND t.confirmed)";

  private static final String BEGIN =
      """
      INSERT INTO totp (owner, secret) SELECT name, ? FROM person WHERE name = ?
      ON CONFLICT (owner) DO UPDATE SET secret = EXCLUDED.secret, last_step = 0
       WHERE NOT totp.confirmed
      """;

  private static final String CONFIRM =
      "UPDATE totp SET confirmed = true, last_step = ? WHERE owner = ? AND NOT confirmed";

  private static final String TAKE =
      "UPDATE totp SET last_step = ? WHERE owner = ? AND confirmed AND last_step < ?";

  private final Database database;
  private final InstantSource clock;
  private final LoginEnds ends;

  @Inject
  SecondFactors(Database database, InstantSource clock, LoginEnds ends) {
    this.database = database;
    this.clock = clock;
    this.ends = ends;
  }

  /** Whether somebody needs a second factor to sign in. */
  public boolean on(String owner) {
    return secret(owner, true).isPresent();
  }

  /**
   * Begins to set up a generator. Nothing changes until {@link #confirm}; beginning again makes
   * another secret.
   *
   * @return the secret; empty when one is set up already
   */
  public Optional<byte[]> begin(String owner) {
    byte[] secret = Totp.secret();
    int made =
        database.run(
            "setting up one-time codes",
            on -> {
              try (PreparedStatement insert = on.prepareStatement(BEGIN)) {
                insert.setBytes(1, secret);
                insert.setString(2, owner);
                return insert.executeUpdate();
              }
            });
    return made == 1 ? Optional.of(secret) : Optional.empty();
  }

  /**
   * Turns the second factor on, when the code shows that the generator works. From then on the
   * password alone opens nothing: whoever is logged in over a mail protocol has to log in again.
   *
   * @return the recovery codes, which nobody can show again; empty when the code is wrong
   */
  public Optional<List<String>> confirm(String owner, String code) {
    Optional<byte[]> secret = secret(owner, false);
    OptionalLong step =
        secret.isEmpty() ? OptionalLong.empty() : Totp.step(secret.get(), code, clock.instant());
    if (step.isEmpty()) {
      return Optional.empty();
    }
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < CODES; i++) {
      codes.add(RandomText.groups(GROUPS));
    }
    boolean confirmed =
        database.transaction(
            "turning a second factor on", on -> confirm(on, owner, step.getAsLong(), codes));
    if (!confirmed) {
      return Optional.empty();
    }
    ends.ofMail(owner);
    return Optional.of(codes);
  }

  private static boolean confirm(Connection on, String owner, long step, List<String> codes)
      throws SQLException {
    try (PreparedStatement update = on.prepareStatement(CONFIRM)) {
      update.setLong(1, step);
      update.setString(2, owner);
      if (update.executeUpdate() != 1) {
        return false;
      }
    }
    delete(on, "DELETE FROM recovery_code WHERE owner = ?", owner);
    try (PreparedStatement insert =
        on.prepareStatement("INSERT INTO recovery_code (owner, hash) VALUES (?, ?)")) {
      for (String code : codes) {
        insert.setString(1, owner);
        insert.setBytes(2, RandomText.hash(code));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return true;
  }

  /** Whether this is a code that is good now and was never taken, or a recovery code. */
  public boolean take(String owner, String code) {
    if (RandomText.looksLike(code, GROUPS)) {
      return takeRecoveryCode(owner, code);
    }
    OptionalLong step =
        secret(owner, true)
            .map(secret -> Totp.step(secret, code, clock.instant()))
            .orElse(OptionalLong.empty());
    return step.isPresent() && takeStep(owner, step.getAsLong());
  }

  // 6238 §5.2: a code is taken once; of two at the same moment the update lets one through
  private boolean takeStep(String owner, long step) {
    return database.run(
        "taking a one-time code",
        on -> {
          try (PreparedStatement update = on.prepareStatement(TAKE)) {
            update.setLong(1, step);
            update.setString(2, owner);
            update.setLong(3, step);
            return update.executeUpdate() == 1;
          }
        });
  }

  private boolean takeRecoveryCode(String owner, String code) {
    return database.run(
        "taking a recovery code",
        on -> {
          try (PreparedStatement delete =
              on.prepareStatement("DELETE FROM recovery_code WHERE owner = ? AND hash = ?")) {
            delete.setString(1, owner);
            delete.setBytes(2, RandomText.hash(code));
            return delete.executeUpdate() == 1;
          }
        });
  }

  /**
   * Turns it off: the password alone counts again.
   *
   * @return false when there was none
   */
  public boolean reset(String owner) {
    boolean was =
        database.transaction(
            "turning a second factor off",
            on -> {
              delete(on, "DELETE FROM recovery_code WHERE owner = ?", owner);
              return delete(on, "DELETE FROM totp WHERE owner = ?", owner) > 0;
            });
    if (was) {
      ends.ofMail(owner);
    }
    return was;
  }

  private Optional<byte[]> secret(String owner, boolean confirmed) {
    return database.run(
        "reading a second factor",
        on -> {
          try (PreparedStatement select =
              on.prepareStatement("SELECT secret FROM totp WHERE owner = ? AND confirmed = ?")) {
            select.setString(1, owner);
            select.setBoolean(2, confirmed);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
          }
        });
  }

  private static int delete(Connection on, String sql, String owner) throws SQLException {
    try (PreparedStatement delete = on.prepareStatement(sql)) {
      delete.setString(1, owner);
      return delete.executeUpdate();
    }
  }
}
