package org.godwit.store.queue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobHash;
import org.godwit.store.blob.Blobs;
import org.godwit.store.blob.EncodedBlob;
import org.godwit.store.blob.StoredBlob;

/**
 * Bytes of messages on their way through: what was just accepted is processed next, and need not be
 * fetched. Bounded. Safe for many threads.
 */
final class MessageCache {

  private static final long MOST_BYTES = 16 << 20;
  private static final int MOST_EACH = 1 << 20;

  private final Database database;
  private final Cache<BlobHash, StoredBlob> recent =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((BlobHash hash, StoredBlob blob) -> blob.stored().length + 64)
          .expireAfterAccess(Duration.ofMinutes(1))
          .build();

  MessageCache(Database database) {
    this.database = database;
  }

  void put(EncodedBlob blob) {
    if (blob.stored().length() <= MOST_EACH) {
      recent.put(blob.hash(), StoredBlob.of(blob));
    }
  }

  private void put(BlobHash hash, StoredBlob blob) {
    if (blob.stored().length <= MOST_EACH) { // fetches it
      recent.put(hash, blob);
    }
  }

  /**
   * The original bytes. At most one statement.
   *
   * @throws org.godwit.store.StoreUnavailable when the database cannot be asked
   * @throws IOException when there is no such blob
   */
  InputStream open(BlobHash hash) throws IOException {
    StoredBlob cached = recent.getIfPresent(hash);
    if (cached != null) {
      return cached.open();
    }
    StoredBlob blob =
        database
            .run(
                "reading a queued message",
                connection -> Blobs.get(database, connection, Set.of(hash)))
            .get(hash);
    if (blob == null) {
      throw new IOException("a queued message has lost its bytes");
    }
    put(hash, blob);
    return blob.open();
  }
}
