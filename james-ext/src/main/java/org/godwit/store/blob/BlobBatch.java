package org.godwit.store.blob;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.godwit.store.Database;

/**
 * Blobs that were read together. What of them lies in object storage is fetched side by side, when
 * the connection is given back and before anything of them is said to a client: then it is not too
 * late for an error. For one thread.
 */
public final class BlobBatch {

  private static final int SIDE_BY_SIDE = 5; // as many connections as Java keeps open to a server

  private final List<StoredBlob> elsewhere = new ArrayList<>();

  /** The same as {@link Blobs#stored}, of this batch. */
  public StoredBlob read(Database database, ResultSet row) throws SQLException {
    StoredBlob blob = Blobs.stored(database, row);
    if (!blob.isHere()) {
      elsewhere.add(blob);
    }
    return blob;
  }

  /**
   * Fetches what is not here. Asks nobody when all is.
   *
   * @throws org.godwit.store.StoreUnavailable when the object storage does not answer
   */
  public void fetch() {
    if (elsewhere.size() == 1) {
      elsewhere.getFirst().stored();
    } else if (!elsewhere.isEmpty()) {
      fetchSideBySide();
    }
  }

  private void fetchSideBySide() {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(SIDE_BY_SIDE, Thread.ofVirtual().factory())) {
      List<Future<byte[]>> fetched =
          elsewhere.stream().map(blob -> threads.submit(blob::stored)).toList();
      try {
        for (Future<byte[]> one : fetched) {
          one.get();
        }
      } catch (ExecutionException | InterruptedException e) {
        threads.shutdownNow();
        throw unwrapped(e);
      }
    }
  }

  private static RuntimeException unwrapped(Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("blobs were not fetched", e);
  }
}
