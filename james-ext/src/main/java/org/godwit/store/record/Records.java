package org.godwit.store.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.store.Database;
import org.godwit.store.listing.Change;
import org.godwit.store.mailbox.Modseqs;

/** Documents of an account by type. Safe for many threads; calls block. */
public final class Records {

  /**
   * Documents as JSON texts, in the order of their making.
   *
   * @param modseq the account's, of the same moment
   */
  public record Found(Map<UUID, String> records, long modseq) {
    public Found {
      records = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(records));
    }
  }

  /**
   * What a change makes of documents.
   *
   * @param put new ones, and ones that take the place of what was
   */
  public record Edits(Map<UUID, String> put, Collection<UUID> removed) {
    public Edits {
      put = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(put));
      removed = List.copyOf(removed);
    }

    boolean isEmpty() {
      return put.isEmpty() && removed.isEmpty();
    }
  }

  private static final String FIND =
      """
      SELECT a.modseq AS now, r.record_id, r.content
        FROM account a
        LEFT JOIN client_record r
          ON r.account_id = a.account_id AND r.type = ? AND NOT r.gone
         AND (?::uuid[] IS NULL OR r.record_id = ANY (?::uuid[]))
       WHERE a.account_id = ?
       ORDER BY r.created_modseq, r.record_id
      """;

  private static final String SINCE =
      """
      SELECT a.modseq AS now, a.purged_modseq <= ? AND a.modseq >= ? AS complete,
             r.record_id, r.modseq, r.created_modseq > ? AS is_new, r.gone
        FROM account a
        LEFT JOIN client_record r
          ON r.account_id = a.account_id AND r.type = ? AND r.modseq > ?
       WHERE a.account_id = ?
       ORDER BY r.modseq, r.record_id
      """;

  private static final String PUT =
      """
      INSERT INTO client_record AS r
             (account_id, type, record_id, content, created_modseq, modseq)
      VALUES (?, ?, ?, ?::json, ?, ?)
      ON CONFLICT (account_id, type, record_id) DO UPDATE
         SET content = excluded.content, modseq = excluded.modseq, changed_at = now(),
             gone = false,
             created_modseq = CASE WHEN r.gone THEN excluded.created_modseq
                                   ELSE r.created_modseq END
      """;

  private static final String REMOVE =
      """
      UPDATE client_record SET gone = true, content = '{}', modseq = ?, changed_at = now()
       WHERE account_id = ? AND type = ? AND record_id = ANY (?) AND NOT gone
      """;

  // Takes the account's lock, as taking a modseq does, without taking one.
  private static final String LOCK =
      "SELECT modseq FROM account WHERE account_id = ? FOR NO KEY UPDATE";

  private final Database database;

  @Inject
  public Records(Database database) {
    this.database = database;
  }

  /**
   * Documents of a type; one statement.
   *
   * @param ids empty for all
   */
  public Found find(long account, String type, Optional<Collection<UUID>> ids) {
    return database.run("reading records", on -> find(on, account, type, ids));
  }

  private static Found find(
      Connection on, long account, String type, Optional<Collection<UUID>> ids)
      throws SQLException {
    try (PreparedStatement select = on.prepareStatement(FIND)) {
      java.sql.Array some = ids.isEmpty() ? null : on.createArrayOf("uuid", ids.get().toArray());
      select.setString(1, type);
      select.setArray(2, some);
      select.setArray(3, some);
      select.setLong(4, account);
      Map<UUID, String> found = new LinkedHashMap<>();
      long modseq = 0;
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          modseq = row.getLong("now");
          UUID id = row.getObject("record_id", UUID.class);
          if (id != null) {
            found.put(id, row.getString("content"));
          }
        }
      }
      return new Found(found, modseq);
    }
  }

  /** What became of documents of a type since a modseq; one statement. */
  public Change.Log<UUID> since(long account, String type, long since) {
    return database.run(
        "reading changes of records",
        on -> {
          try (PreparedStatement select = on.prepareStatement(SINCE)) {
            select.setLong(1, since);
            select.setLong(2, since);
            select.setLong(3, since);
            select.setString(4, type);
            select.setLong(5, since);
            select.setLong(6, account);
            try (ResultSet row = select.executeQuery()) {
              return log(row);
            }
          }
        });
  }

  private static Change.Log<UUID> log(ResultSet row) throws SQLException {
    List<Change<UUID>> changes = new ArrayList<>();
    long now = 0;
    boolean complete = false;
    while (row.next()) {
      now = row.getLong("now");
      complete = row.getBoolean("complete");
      UUID id = row.getObject("record_id", UUID.class);
      boolean isNew = row.getBoolean("is_new");
      boolean isGone = row.getBoolean("gone");
      if (id != null && !(isNew && isGone)) {
        changes.add(new Change<>(id, row.getLong("modseq"), isNew, isGone, false));
      }
    }
    return new Change.Log<>(changes, now, complete);
  }

  /** The account's modseq before and after a change. */
  public record Changed(long before, long after) {}

  /** Decides what documents become. May be asked again, so it has no effect of its own. */
  @FunctionalInterface
  public interface Decision {
    /**
     * Says what becomes of them.
     *
     * @param now documents that are there, and the account's modseq, which stands still meanwhile
     */
    Edits on(Found now);
  }

  /**
   * Changes documents of a type; one transaction of four statements at most.
   *
   * @param ids those that the decision looks at; empty for all
   */
  public Changed change(
      long account, String type, Optional<Collection<UUID>> ids, Decision decision) {
    return database.transaction(
        "changing records",
        on -> {
          lock(on, account);
          Found now = find(on, account, type, ids);
          Edits edits = decision.on(now);
          if (edits.isEmpty()) {
            return new Changed(now.modseq(), now.modseq());
          }
          long modseq = Modseqs.next(on, account);
          put(on, account, type, edits.put(), modseq);
          remove(on, account, type, edits.removed(), modseq);
          return new Changed(now.modseq(), modseq);
        });
  }

  private static void lock(Connection on, long account) throws SQLException {
    try (PreparedStatement select = on.prepareStatement(LOCK)) {
      select.setLong(1, account);
      select.execute();
    }
  }

  private static void put(
      Connection on, long account, String type, Map<UUID, String> documents, long modseq)
      throws SQLException {
    if (documents.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = on.prepareStatement(PUT)) {
      for (Map.Entry<UUID, String> one : documents.entrySet()) {
        insert.setLong(1, account);
        insert.setString(2, type);
        insert.setObject(3, one.getKey());
        insert.setString(4, one.getValue());
        insert.setLong(5, modseq);
        insert.setLong(6, modseq);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void remove(
      Connection on, long account, String type, Collection<UUID> ids, long modseq)
      throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement update = on.prepareStatement(REMOVE)) {
      update.setLong(1, modseq);
      update.setLong(2, account);
      update.setString(3, type);
      update.setArray(4, on.createArrayOf("uuid", ids.toArray()));
      update.executeUpdate();
    }
  }
}
