package org.godwit.store.account;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.store.Database;
import org.godwit.store.mailbox.Modseqs;

/**
 * The Sieve scripts of an account by id, several changed at once. They are the same that James's
 * {@code SieveRepository} knows by name. Safe for many threads; calls block.
 */
public final class ScriptShelf {

  /** Scripts that an account may keep. */
  public static final int MOST = SieveScripts.MOST;

  /**
   * A script without its text.
   *
   * @param hash tells its text from others, 64 hexadecimal digits
   * @param size octets in UTF-8
   */
  public record Script(UUID id, String name, boolean active, String hash, long size) {}

  /**
   * All scripts, by name.
   *
   * @param modseq the account's, of the same moment
   * @param mostBytes of all of them together
   */
  public record Found(List<Script> scripts, long modseq, OptionalLong mostBytes) {
    public Found {
      scripts = List.copyOf(scripts);
    }
  }

  /**
   * What a script becomes.
   *
   * @param text empty when it stays; a new script has one
   */
  public record Edit(UUID id, String name, Optional<String> text) {}

  /**
   * What becomes of all.
   *
   * @param edits in their order; those with an unknown id are new
   * @param active the one that is active from now on; empty when that stays as it is, and {@link
   *     #NONE} for none
   */
  public record Edits(List<Edit> edits, Collection<UUID> removed, Optional<UUID> active) {

    /** No script's id. */
    public static final UUID NONE = new UUID(0, 0);

    public Edits {
      edits = List.copyOf(edits);
      removed = List.copyOf(removed);
    }

    private boolean isEmpty() {
      return edits.isEmpty() && removed.isEmpty() && active.isEmpty();
    }
  }

  /** The account's modseq before and after a change. */
  public record Changed(long before, long after) {}

  /** Decides what scripts become. May be asked again, so it has no effect of its own. */
  @FunctionalInterface
  public interface Decision {
    /** Says what becomes of those that are there. Nothing else changes meanwhile. */
    Edits on(Found now);
  }

  private static final String FIND =
      """
      SELECT a.modseq AS now, s.script_id, s.name, s.activated_at IS NOT NULL AS active, s.size,
             encode(sha256(convert_to(s.content, 'UTF8')), 'hex') AS hash,
             coalesce((SELECT bytes FROM sieve_quota WHERE owner = a.name),
                      (SELECT bytes FROM sieve_quota WHERE owner = '')) AS quota
        FROM account a
        LEFT JOIN sieve_script s ON s.owner = a.name
       WHERE a.account_id = ?
       ORDER BY s.name
      """;

  private static final String TEXT =
      """
      SELECT s.content
        FROM account a
        JOIN sieve_script s ON s.owner = a.name
       WHERE a.account_id = ? AND s.script_id = ?
         AND starts_with(encode(sha256(convert_to(s.content, 'UTF8')), 'hex'), ?)
      """;

  private static final String LOCK =
      "SELECT name FROM account WHERE account_id = ? FOR NO KEY UPDATE";

  private static final String PUT =
      """
      INSERT INTO sieve_script (owner, script_id, name, content, size) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (owner, script_id) DO UPDATE
         SET name = excluded.name, content = excluded.content, size = excluded.size
      """;

  private static final String RENAME =
      "UPDATE sieve_script SET name = ? WHERE owner = ? AND script_id = ?";

  private static final String REMOVE =
      "DELETE FROM sieve_script WHERE owner = ? AND script_id = ANY (?)";

  private static final String ACTIVATE =
      "UPDATE sieve_script SET activated_at = now() WHERE owner = ? AND script_id = ?";

  private final Database database;

  @Inject
  public ScriptShelf(Database database) {
    this.database = database;
  }

  /** All scripts of an account; one statement. */
  public Found all(long account) {
    return database.run("reading Sieve scripts", on -> all(on, account));
  }

  private static Found all(Connection on, long account) throws SQLException {
    try (PreparedStatement select = on.prepareStatement(FIND)) {
      select.setLong(1, account);
      List<Script> scripts = new ArrayList<>();
      long modseq = 0;
      Optional<Long> quota = Optional.empty();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          modseq = row.getLong("now");
          quota = Optional.ofNullable(row.getObject("quota", Long.class));
          UUID id = row.getObject("script_id", UUID.class);
          if (id != null) {
            scripts.add(
                new Script(
                    id,
                    row.getString("name"),
                    row.getBoolean("active"),
                    row.getString("hash"),
                    row.getLong("size")));
          }
        }
      }
      return new Found(scripts, modseq, quota.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }
  }

  /**
   * The text of a script, when it is still the one whose hash begins like that; one statement.
   *
   * @param hash some of its digits, from the first on
   */
  public Optional<String> text(long account, UUID id, String hash) {
    return database.run(
        "reading a Sieve script",
        on -> {
          try (PreparedStatement select = on.prepareStatement(TEXT)) {
            select.setLong(1, account);
            select.setObject(2, id);
            select.setString(3, hash);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
          }
        });
  }

  /** Changes scripts; one transaction. */
  public Changed change(long account, Decision decision) {
    return database.transaction(
        "changing Sieve scripts",
        on -> {
          String owner = lock(on, account);
          Found now = all(on, account);
          Edits edits = decision.on(now);
          if (edits.isEmpty()) {
            return new Changed(now.modseq(), now.modseq());
          }
          for (Edit edit : edits.edits()) {
            apply(on, owner, edit);
          }
          remove(on, owner, edits.removed());
          if (edits.active().isPresent()) {
            SieveScripts.deactivate(on, owner);
            activate(on, owner, edits.active().get());
          }
          return new Changed(now.modseq(), Modseqs.next(on, account));
        });
  }

  private static String lock(Connection on, long account) throws SQLException {
    try (PreparedStatement select = on.prepareStatement(LOCK)) {
      select.setLong(1, account);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  private static void apply(Connection on, String owner, Edit edit) throws SQLException {
    boolean renames = edit.text().isEmpty();
    try (PreparedStatement statement = on.prepareStatement(renames ? RENAME : PUT)) {
      if (renames) {
        statement.setString(1, edit.name());
        statement.setString(2, owner);
        statement.setObject(3, edit.id());
      } else {
        String text = edit.text().get();
        statement.setString(1, owner);
        statement.setObject(2, edit.id());
        statement.setString(3, edit.name());
        statement.setString(4, text);
        statement.setLong(5, text.getBytes(StandardCharsets.UTF_8).length);
      }
      statement.executeUpdate();
    }
  }

  private static void remove(Connection on, String owner, Collection<UUID> ids)
      throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement delete = on.prepareStatement(REMOVE)) {
      delete.setString(1, owner);
      delete.setArray(2, on.createArrayOf("uuid", ids.toArray()));
      delete.executeUpdate();
    }
  }

  private static void activate(Connection on, String owner, UUID id) throws SQLException {
    try (PreparedStatement update = on.prepareStatement(ACTIVATE)) {
      update.setString(1, owner);
      update.setObject(2, id);
      update.executeUpdate();
    }
  }
}
