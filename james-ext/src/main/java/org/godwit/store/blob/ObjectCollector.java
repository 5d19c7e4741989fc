package org.godwit.store.blob;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.godwit.store.Database;
import org.godwit.store.ObjectStore;

/**
 * Removes objects that no blob has named for long. Each is doomed first (committed), so that no
 * blob can claim it any more, then removed, then forgotten. Cut short anywhere, the next sweep goes
 * on. Since no name is used twice, a removal that comes late harms nothing.
 *
 * <p>Safe for many threads and on many nodes at once, only wasteful.
 */
public final class ObjectCollector {

  private static final int BATCH = 500;

  // What is being claimed right now is passed over.
  private static final String DOOM =
      """
      UPDATE loose_object o SET doomed = true
        FROM (SELECT hash, name
                FROM loose_object
               WHERE since < now() - ?::interval
               ORDER BY since
               LIMIT ?
                 FOR UPDATE SKIP LOCKED) old
       WHERE o.hash = old.hash AND o.name = old.name
      RETURNING o.hash, o.name
      """;

  private static final String FORGET =
      "DELETE FROM loose_object WHERE doomed AND hash = ANY (?) AND name = ANY (?)";

  private record Loose(BlobHash hash, String name) {}

  private final Database database;
  private final Duration kept;

  /**
   * A collector.
   *
   * @param kept how long an object is kept that no blob names: longer than any delivery takes, and
   *     as long as the oldest backup of the database that may ever be restored
   */
  public ObjectCollector(Database database, Duration kept) {
    this.database = database;
    this.kept = kept;
  }

  /**
   * Goes over all once. Ends early when the thread is interrupted, and when the object storage does
   * not answer; the next sweep goes on.
   *
   * @return how many were removed; nothing without object storage
   */
  public long sweep() {
    return database.objects().map(this::sweep).orElse(0L);
  }

  private long sweep(ObjectStore objects) {
    long removed = 0;
    List<Loose> batch;
    do {
      batch = database.run("collecting objects", this::doom);
      removed += remove(objects, batch);
    } while (batch.size() == BATCH && !Thread.currentThread().isInterrupted());
    return removed;
  }

  private long remove(ObjectStore objects, List<Loose> batch) {
    batch.forEach(one -> objects.delete(one.name()));
    return batch.isEmpty() ? 0 : database.run("forgetting objects", on -> forget(on, batch));
  }

  private List<Loose> doom(Connection connection) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(DOOM)) {
      update.setString(1, kept.toString());
      update.setInt(2, BATCH);
      List<Loose> doomed = new ArrayList<>();
      try (ResultSet row = update.executeQuery()) {
        while (row.next()) {
          doomed.add(new Loose(BlobHash.of(row.getBytes("hash")), row.getString("name")));
        }
      }
      return doomed;
    }
  }

  private static long forget(Connection connection, List<Loose> batch) throws SQLException {
    byte[][] bytes = batch.stream().map(one -> one.hash().bytes()).toArray(byte[][]::new);
    Array hashes = connection.createArrayOf("bytea", bytes);
    Array names = connection.createArrayOf("text", batch.stream().map(Loose::name).toArray());
    try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
      delete.setArray(1, hashes);
      delete.setArray(2, names);
      return delete.executeUpdate();
    }
  }
}
