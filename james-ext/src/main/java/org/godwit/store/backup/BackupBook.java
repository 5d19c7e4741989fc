package org.godwit.store.backup;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.store.Database;

/** What became of each backup. Each method is one statement. Safe for many threads. */
@Singleton
public final class BackupBook {
  private static final int MOST_WORDS = 500;

  // The newest are kept, and the newest that was proved.
  private static final String WRITE =
      """
      WITH old AS (
        DELETE FROM backup
         WHERE begun_at < (SELECT begun_at FROM backup ORDER BY begun_at DESC OFFSET 500 LIMIT 1)
           AND backup_id <> coalesce((SELECT backup_id FROM backup WHERE outcome = 'proved'
                                       ORDER BY begun_at DESC LIMIT 1), gen_random_uuid()))
      INSERT INTO backup (backup_id, host, file, source, mark, rows, bytes, outcome, words, begun_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String FIELDS =
      "SELECT host, file, source, mark, rows, bytes, outcome, words, begun_at FROM backup ";

  private static final String NEWEST = FIELDS + "ORDER BY begun_at DESC LIMIT ?";

  private static final String STANDING =
      "("
          + FIELDS
          + "ORDER BY begun_at DESC LIMIT 1) UNION ALL ("
          + FIELDS
          + "WHERE outcome = 'proved' ORDER BY begun_at DESC LIMIT 1)";

  private final Database database;

  @Inject
  public BackupBook(Database database) {
    this.database = database;
  }

  /**
   * How backups stand.
   *
   * @param last the newest, whatever became of it
   * @param proved the newest that was proved
   */
  public record Standing(Optional<BackupEntry> last, Optional<BackupEntry> proved) {}

  /** Writes one down. */
  public void write(BackupEntry entry) {
    database.run(
        "writing a backup down",
        on -> {
          try (PreparedStatement insert = on.prepareStatement(WRITE)) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, entry.host());
            insert.setString(3, entry.file().map(Path::toString).orElse(null));
            insert.setString(4, entry.source());
            insert.setString(5, entry.mark());
            insert.setLong(6, entry.rows());
            insert.setLong(7, entry.bytes());
            insert.setString(8, entry.outcome().word());
            String words = entry.words();
            insert.setString(9, words.substring(0, Math.min(MOST_WORDS, words.length())));
            insert.setObject(10, entry.begun().atOffset(ZoneOffset.UTC));
            return insert.executeUpdate();
          }
        });
  }

  /** The newest first. */
  public List<BackupEntry> newest(int most) {
    return database.run(
        "reading backups",
        on -> {
          try (PreparedStatement select = on.prepareStatement(NEWEST)) {
            select.setInt(1, most);
            return entries(select);
          }
        });
  }

  /** The newest, and the newest that was proved. */
  public Standing standing() {
    List<BackupEntry> found =
        database.run(
            "reading how backups stand",
            on -> {
              try (PreparedStatement select = on.prepareStatement(STANDING)) {
                return entries(select);
              }
            });
    return new Standing(
        found.stream().findFirst(),
        found.stream().filter(entry -> entry.outcome() == Outcome.PROVED).findFirst());
  }

  private static List<BackupEntry> entries(PreparedStatement select) throws SQLException {
    List<BackupEntry> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(entry(row));
      }
    }
    return found;
  }

  private static BackupEntry entry(ResultSet row) throws SQLException {
    Instant begun = row.getObject(9, OffsetDateTime.class).toInstant();
    return new BackupEntry(
        row.getString(1),
        Optional.ofNullable(row.getString(2)).map(Path::of),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getLong(6),
        Outcome.of(row.getString(7)),
        row.getString(8),
        begun);
  }
}
