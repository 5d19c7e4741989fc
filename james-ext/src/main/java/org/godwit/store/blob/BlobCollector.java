package org.godwit.store.blob;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.godwit.store.Database;

/**
 * Removes blobs that nobody refers to. Why it can take none that is in use, or about to be: {@link
 * Blobs}.
 *
 * <p>Safe for many threads and on many nodes at once, only wasteful. One sweep reads the keys of
 * all blobs, a batch a statement, and holds no lock between them.
 */
public final class BlobCollector {

  /** What was removed. */
  public record Swept(long blobs, long bytes) {}

  private static final Duration GRACE = Blobs.FRESH.multipliedBy(2);
  private static final int BATCH = 1_000;

  // A table that is forgotten would lose its mail, so nobody has to remember.
  private static final String COLUMNS =
      """
      SELECT c.relname, a.attname
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = current_schema()::regnamespace
         AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND a.attnum > 0 AND NOT a.attisdropped
         AND a.atttypid = 'bytea'::regtype
         AND a.attname LIKE '%blob%'
      """;

  private record Page(long seen, BlobHash last, long blobs, long bytes) {} // last may be null

  private final Database database;
  private final Set<BlobReference> references;
  private final Duration grace;
  private final String sweep;

  @Inject
  public BlobCollector(Database database, Set<BlobReference> references) {
    this(database, references, GRACE);
  }

  /**
   * A collector with another grace.
   *
   * @param grace how long a blob nobody refers to is kept; twice {@link Blobs#FRESH} or more
   */
  public BlobCollector(Database database, Set<BlobReference> references, Duration grace) {
    if (grace.compareTo(GRACE) < 0) {
      throw new IllegalArgumentException("a blob may be in use that was touched " + grace + " ago");
    }
    this.database = database;
    this.references = Set.copyOf(references);
    this.grace = grace;
    this.sweep = statement(references);
  }

  private static String statement(Set<BlobReference> references) {
    // Who holds a row is about to refer to it, so it is passed over: the collector waits for
    // nobody,
    // and nobody can be in a deadlock with it. The condition on touched_at is checked again on the
    // newest version of a row; the references are as of the start of the statement, which is
    // enough: who referred after that, touched first.
    return """
      WITH page AS (
             SELECT hash FROM blob WHERE hash > ? ORDER BY hash LIMIT ?),
           idle AS (
             SELECT b.hash
               FROM blob b
               JOIN page USING (hash)
              WHERE b.touched_at < now() - ?::interval
                AND %s
                FOR UPDATE OF b SKIP LOCKED),
           gone AS (
             DELETE FROM blob b
              USING idle
              WHERE b.hash = idle.hash
             RETURNING b.size)
      SELECT (SELECT count(*) FROM page) AS seen,
             (SELECT hash FROM page ORDER BY hash DESC LIMIT 1) AS last,
             (SELECT count(*) FROM gone) AS blobs,
             (SELECT coalesce(sum(size), 0) FROM gone) AS bytes
      """
        .formatted(
            references.stream()
                .map(BlobReference::isAbsent)
                .sorted()
                .collect(Collectors.joining("\n                AND ")));
  }

  /**
   * Goes over all blobs once. Ends early when the thread is interrupted.
   *
   * @throws IllegalStateException when a table refers to blobs and this collector was not told
   * @throws org.godwit.store.StoreUnavailable when the database is away; go on later
   */
  public Swept sweep() {
    requireAllReferences();
    long blobs = 0;
    long bytes = 0;
    BlobHash after = null; // from the start
    Page page;
    do {
      BlobHash from = after;
      page = database.run("collecting blobs", connection -> sweep(connection, from));
      blobs += page.blobs();
      bytes += page.bytes();
      after = page.last();
    } while (page.seen() == BATCH && !Thread.currentThread().isInterrupted());
    return new Swept(blobs, bytes);
  }

  private Page sweep(Connection connection, BlobHash after) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sweep)) {
      statement.setBytes(1, after == null ? new byte[0] : after.bytes());
      statement.setInt(2, BATCH);
      statement.setString(3, grace.toString());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        byte[] last = row.getBytes("last");
        return new Page(
            row.getLong("seen"),
            last == null ? null : BlobHash.of(last),
            row.getLong("blobs"),
            row.getLong("bytes"));
      }
    }
  }

  private void requireAllReferences() {
    Set<BlobReference> forgotten = database.run("looking for blob columns", this::columns);
    forgotten.removeAll(references);
    if (!forgotten.isEmpty()) {
      throw new IllegalStateException(
          "blobs are not collected, since nobody told of these columns: " + forgotten);
    }
  }

  private Set<BlobReference> columns(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(COLUMNS);
        ResultSet row = select.executeQuery()) {
      Set<BlobReference> columns = new HashSet<>();
      while (row.next()) {
        columns.add(new BlobReference(row.getString(1), row.getString(2)));
      }
      return columns;
    }
  }
}
