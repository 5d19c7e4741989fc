package org.godwit.store.account;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.godwit.store.Database;
import org.godwit.trust.ScramKeys;

/** The table {@code person}. One call, one statement. */
final class People {

  /** A row to be made. {@code hash} is null when only the SCRAM keys are known yet. */
  record NewPerson(Username name, String hash, ScramKeys keys) {}

  private static final String INSERT =
      """
      INSERT INTO person (name, password_hash, scram_salt, scram_iterations,
                          scram_stored_key, scram_server_key)
      SELECT * FROM unnest(?::text[], ?::text[], ?::bytea[], ?::integer[], ?::bytea[], ?::bytea[])
      ON CONFLICT (name) DO NOTHING
      RETURNING name
      """;

  // No password fits these keys; the directory is asked.
  private static final String ADOPT =
      """
      INSERT INTO person (name, scram_salt, scram_iterations, scram_stored_key, scram_server_key,
                          from_directory)
      VALUES (?, ?, ?, ?, ?, true)
      ON CONFLICT (name) DO NOTHING
      """;

  // No password fits these keys, and nobody is let in who is suspended.
  private static final String SHARE =
      """
      INSERT INTO person (name, scram_salt, scram_iterations, scram_stored_key, scram_server_key,
                          shared, suspended)
      VALUES (?, ?, ?, ?, ?, true, true)
      ON CONFLICT (name) DO NOTHING
      """;

  private static final String PASSWORD =
      """
      UPDATE person
         SET password_hash = ?, scram_salt = ?, scram_iterations = ?,
             scram_stored_key = ?, scram_server_key = ?, credential = gen_random_uuid(),
             from_directory = false
       WHERE name = ? AND deleted_at IS NULL AND NOT shared
      """;

  private static final String FIND = "SELECT " + Person.COLUMNS + " FROM person WHERE name = ?";

  private static final String PAGE =
      "SELECT "
          + Person.COLUMNS
          + " FROM person WHERE name > ? AND deleted_at IS NULL ORDER BY name LIMIT ?";

  private static final String DELETED =
      "SELECT "
          + Person.COLUMNS
          + " FROM person WHERE deleted_at <= ? ORDER BY deleted_at, name LIMIT ?";

  // SET reads the row as it was.
  private static final String RETIRE =
      """
      UPDATE person SET deleted_at = now(), suspended_before = suspended, suspended = true
       WHERE name = ? AND deleted_at IS NULL
      """;

  private static final String RESTORE =
      """
      UPDATE person SET deleted_at = NULL, suspended = suspended_before, suspended_before = false
       WHERE name = ? AND deleted_at IS NOT NULL
      """;

  private final Database database;

  @Inject
  People(Database database) {
    this.database = database;
  }

  /**
   * Adds those that do not exist.
   *
   * @return who was added
   */
  Set<Username> add(List<NewPerson> people) {
    return database.run("adding people", connection -> add(connection, people));
  }

  private static Set<Username> add(Connection connection, List<NewPerson> people)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setArray(
          1, array(connection, "text", people.stream().map(p -> p.name().asString()).toArray()));
      insert.setArray(2, array(connection, "text", people.stream().map(NewPerson::hash).toArray()));
      List<ScramKeys> keys = people.stream().map(NewPerson::keys).toList();
      insert.setArray(
          3, array(connection, "bytea", keys.stream().map(ScramKeys::salt).toArray(byte[][]::new)));
      insert.setArray(
          4, array(connection, "integer", keys.stream().map(ScramKeys::iterations).toArray()));
      insert.setArray(
          5,
          array(
              connection, "bytea", keys.stream().map(ScramKeys::storedKey).toArray(byte[][]::new)));
      insert.setArray(
          6,
          array(
              connection, "bytea", keys.stream().map(ScramKeys::serverKey).toArray(byte[][]::new)));
      Set<Username> added = new HashSet<>();
      try (ResultSet row = insert.executeQuery()) {
        while (row.next()) {
          added.add(Username.of(row.getString(1)));
        }
      }
      return added;
    }
  }

  /**
   * Adds somebody of the directory.
   *
   * @return false when there is such a person
   */
  boolean adopt(Username name) {
    return addWithoutPassword("adding somebody of the directory", ADOPT, name);
  }

  /**
   * Adds a shared mailbox.
   *
   * @return false when there is a person of that name
   */
  boolean share(Username name) {
    return addWithoutPassword("adding a shared mailbox", SHARE, name);
  }

  private boolean addWithoutPassword(String doing, String sql, Username name) {
    ScramKeys keys = ScramKeys.of(RandomText.groups(10));
    return database.run(
        doing,
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, name.asString());
            insert.setBytes(2, keys.salt());
            insert.setInt(3, keys.iterations());
            insert.setBytes(4, keys.storedKey());
            insert.setBytes(5, keys.serverKey());
            return insert.executeUpdate() == 1;
          }
        });
  }

  private static Array array(Connection connection, String type, Object[] elements)
      throws SQLException {
    return connection.createArrayOf(type, elements);
  }

  /**
   * Sets a password.
   *
   * @return false when there is no such person
   */
  boolean password(Username name, String hash, ScramKeys keys) {
    return database.run(
        "setting a password",
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(PASSWORD)) {
            update.setString(1, hash);
            update.setBytes(2, keys.salt());
            update.setInt(3, keys.iterations());
            update.setBytes(4, keys.storedKey());
            update.setBytes(5, keys.serverKey());
            update.setString(6, name.asString());
            return update.executeUpdate() == 1;
          }
        });
  }

  /**
   * The keys of a new password. They keep the salt when app passwords have it as well, so that one
   * challenge fits them all.
   */
  ScramKeys newKeys(Username name, String password) {
    Optional<byte[]> kept =
        bytes(
            """
            SELECT scram_salt FROM person p
             WHERE name = ? AND EXISTS (SELECT 1 FROM app_password WHERE owner = p.name)
            """,
            name);
    return kept.map(salt -> ScramKeys.of(password, salt)).orElseGet(() -> ScramKeys.of(password));
  }

  /** The salt of a person's keys; empty when there is no such person. */
  Optional<byte[]> salt(Username name) {
    return bytes("SELECT scram_salt FROM person WHERE name = ?", name);
  }

  private Optional<byte[]> bytes(String sql, Username name) {
    return database.run(
        "reading a salt",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name.asString());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
          }
        });
  }

  /**
   * Deletes somebody so that they can be had again.
   *
   * @return false when there is no such person
   */
  boolean retire(Username name) {
    return database.run("deleting a person", on -> execute(on, RETIRE, name.asString()) == 1);
  }

  /**
   * Brings somebody back as they were.
   *
   * @return false when nobody of that name is deleted
   */
  boolean restore(Username name) {
    return database.run("restoring a person", on -> execute(on, RESTORE, name.asString()) == 1);
  }

  /** Some who were deleted until then, the first ones first. */
  List<Person> deleted(Instant until, int limit) {
    return database.run(
        "listing deleted people",
        on -> {
          try (PreparedStatement select = on.prepareStatement(DELETED)) {
            select.setObject(1, until.atOffset(ZoneOffset.UTC));
            select.setInt(2, limit);
            return people(select);
          }
        });
  }

  private static List<Person> people(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      List<Person> people = new ArrayList<>();
      while (row.next()) {
        people.add(Person.read(row));
      }
      return people;
    }
  }

  /** A person, deleted or not. */
  Optional<Person> find(Username name) {
    return database.run(
        "finding a person",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, name.asString());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(Person.read(row)) : Optional.empty();
            }
          }
        });
  }

  /**
   * The next people in the order of their names.
   *
   * @param after exclusive; the empty text for the first page
   */
  List<Person> page(String after, int limit) {
    return database.run(
        "listing people",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(PAGE)) {
            select.setString(1, after);
            select.setInt(2, limit);
            return people(select);
          }
        });
  }

  /** Whether there is somebody who is not deleted. */
  boolean exists(Username name) {
    return database.run(
        "looking for a person",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT 1 FROM person WHERE name = ? AND deleted_at IS NULL")) {
            select.setString(1, name.asString());
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  long count() {
    return database.run(
        "counting people",
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT count(*) FROM person WHERE deleted_at IS NULL");
              ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  /**
   * How many people have an address in a domain, deleted ones too. Reads all names: for
   * administration only.
   */
  long countIn(String domain) {
    return database.run(
        "counting people of a domain",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT count(*) FROM person WHERE split_part(name, '@', 2) = ?")) {
            select.setString(1, domain);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  boolean admin(Username name, boolean admin) {
    return set(
        "UPDATE person SET admin = ? WHERE name = ? AND deleted_at IS NULL AND NOT shared",
        name,
        admin);
  }

  boolean suspended(Username name, boolean suspended) {
    return set(
        "UPDATE person SET suspended = ? WHERE name = ? AND deleted_at IS NULL AND NOT shared",
        name,
        suspended);
  }

  private boolean set(String sql, Username name, boolean value) {
    return database.run(
        "changing a person",
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setBoolean(1, value);
            update.setString(2, name.asString());
            return update.executeUpdate() == 1;
          }
        });
  }

  /**
   * Removes a person, and all that only makes sense with them: scripts, vacation, delegations,
   * forwards, their aliases and their places in groups.
   *
   * @return false when there is no such person
   */
  boolean remove(Username name) {
    return database.transaction(
        "removing a person",
        connection -> {
          for (String leftover : LEFTOVERS) {
            execute(connection, leftover, name.asString());
          }
          return execute(connection, "DELETE FROM person WHERE name = ?", name.asString()) == 1;
        });
  }

  private static final List<String> LEFTOVERS =
      List.of(
          "DELETE FROM totp WHERE owner = ?",
          "DELETE FROM recovery_code WHERE owner = ?",
          "DELETE FROM app_password WHERE owner = ?",
          "DELETE FROM passkey WHERE owner = ?",
          "DELETE FROM rewrite WHERE source = ?",
          "DELETE FROM rewrite WHERE target = ? AND kind IN ('Alias', 'Group')",
          "DELETE FROM sieve_script WHERE owner = ?",
          "DELETE FROM sieve_quota WHERE owner = ?",
          "DELETE FROM vacation WHERE owner = ?",
          "DELETE FROM vacation_reply WHERE owner = ?",
          // Sieve's answers are kept behind the name and a blank; reads the whole small table.
          "DELETE FROM vacation_reply WHERE starts_with(owner, ? || ' ')",
          "DELETE FROM delegation WHERE owner = ?",
          "DELETE FROM delegation WHERE delegate = ?");

  private static int execute(Connection connection, String sql, String name) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setString(1, name);
      return delete.executeUpdate();
    }
  }
}
