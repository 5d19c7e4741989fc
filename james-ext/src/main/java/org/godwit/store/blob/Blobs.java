package org.godwit.store.blob;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.godwit.store.Database;

/**
 * Puts and gets message bytes, on a connection of the caller's, so that bytes and what refers to
 * them can be one transaction.
 *
 * <p>A reference is made in the transaction that calls {@link #PUT} or {@link #touch}. Both leave
 * {@code touched_at} less than {@link #FRESH} old, and {@link BlobCollector} only removes blobs
 * that were not touched for twice as long and that nobody refers to. If it meets a transaction that
 * is just touching the same row, PostgreSQL makes one wait for the other and looks at the row
 * again. So nobody needs a lock, and no reference can be made to a blob that is being removed.
 *
 * <p>Safe for many threads; one call, one statement.
 */
public final class Blobs {

  /** Touched again only when older than this, so that a popular blob is not rewritten each time. */
  public static final Duration FRESH = Duration.ofHours(12);

  /**
   * Stores a blob if it is not there. Parameters: hash, encoding code, size, stored bytes or null,
   * null or the name of the object that has them. May stand in a common table expression.
   */
  public static final String PUT =
      """
      INSERT INTO blob (hash, encoding, size, content, object)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (hash) DO UPDATE SET touched_at = now()
       WHERE blob.touched_at < now() - interval '%s'
      """
          .formatted(FRESH);

  /**
   * The same as a common table expression that stores only when {@code condition}, one above it,
   * has its row.
   */
  public static String putIf(String condition) {
    return PUT.replace(
        "VALUES (?, ?, ?, ?, ?)",
        "SELECT ?::bytea, ?::smallint, ?::bigint, ?::bytea, ?::text FROM " + condition);
  }

  /** Keeps a blob from the collector. Parameter: hash. May stand in a common table expression. */
  public static final String TOUCH =
      """
      UPDATE blob SET touched_at = now()
       WHERE hash = ?
         AND touched_at < now() - interval '%s'
      """
          .formatted(FRESH);

  private static final String TOUCH_ALL =
      """
      UPDATE blob SET touched_at = now()
       WHERE hash = ANY (?)
         AND touched_at < now() - interval '%s'
      """
          .formatted(FRESH);

  /** Columns of {@code blob} that {@link #stored} reads. */
  public static final String STORED =
      "blob.encoding, blob.size AS blob_size, blob.content, blob.object";

  // The hashes stand in a SELECT of their own: see MailboxFigures.
  private static final String GET =
      "SELECT hash, " + STORED + " FROM blob WHERE hash = ANY ((SELECT ?)::bytea[])";

  private Blobs() {}

  /** Stores a blob if it is not there yet. */
  public static void put(Connection connection, EncodedBlob blob) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(PUT)) {
      bind(insert, 1, blob);
      insert.executeUpdate();
    }
  }

  /**
   * Sets the five parameters of {@link #PUT}.
   *
   * @return the index of the next parameter
   */
  public static int bind(PreparedStatement statement, int first, EncodedBlob blob)
      throws SQLException {
    statement.setBytes(first, blob.hash().bytes());
    statement.setInt(first + 1, blob.encoding().code());
    statement.setLong(first + 2, blob.size());
    statement.setString(first + 4, blob.object());
    Pieces stored = blob.stored();
    if (blob.object() != null) {
      statement.setBytes(first + 3, null);
    } else if (stored.areFew()) {
      statement.setBytes(first + 3, stored.bytes());
    } else {
      statement.setBinaryStream(first + 3, stored.open(), stored.length());
    }
    return first + 5;
  }

  /**
   * Keeps a blob, which somebody refers to already, from the collector until we refer to it too.
   * That somebody must not go before this transaction ends: lock the row that refers, or what it
   * belongs to, first.
   */
  public static void touch(Connection connection, BlobHash hash) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(TOUCH)) {
      update.setBytes(1, hash.bytes());
      update.executeUpdate();
    }
  }

  /** The same for many, in one statement. */
  public static void touch(Connection connection, Set<BlobHash> hashes) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(TOUCH_ALL)) {
      update.setArray(1, array(connection, hashes));
      update.executeUpdate();
    }
  }

  private static Array array(Connection connection, Set<BlobHash> hashes) throws SQLException {
    byte[][] bytes = hashes.stream().map(BlobHash::bytes).toArray(byte[][]::new);
    return connection.createArrayOf("bytea", bytes);
  }

  /**
   * A blob from a row that has the columns {@link #STORED}.
   *
   * @param database whose row it is; asked for nothing
   */
  public static StoredBlob stored(Database database, ResultSet row) throws SQLException {
    Encoding encoding = Encoding.of(row.getInt("encoding"));
    long size = row.getLong("blob_size");
    String object = row.getString("object");
    return object == null
        ? new StoredBlob(encoding, size, row.getBytes("content"))
        : StoredBlob.elsewhere(encoding, size, () -> BlobObjects.get(database, object));
  }

  /**
   * Reads many blobs in one statement.
   *
   * @param connection of {@code database}
   * @return what was found; a missing hash has no entry
   */
  public static Map<BlobHash, StoredBlob> get(
      Database database, Connection connection, Set<BlobHash> hashes) throws SQLException {
    Map<BlobHash, StoredBlob> found = HashMap.newHashMap(hashes.size());
    try (PreparedStatement select = connection.prepareStatement(GET)) {
      select.setArray(1, array(connection, hashes));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.put(BlobHash.of(row.getBytes("hash")), stored(database, row));
        }
      }
    }
    return found;
  }
}
