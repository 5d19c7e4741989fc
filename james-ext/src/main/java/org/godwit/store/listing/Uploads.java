package org.godwit.store.listing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobObjects;
import org.godwit.store.blob.Blobs;
import org.godwit.store.blob.EncodedBlob;
import org.godwit.store.blob.StoredBlob;

/**
 * What clients uploaded and have not used yet: kept for a day, and up to a sum for each account, of
 * which the oldest go first. Safe for many threads; calls block.
 */
public final class Uploads {

  /** Octets that an account may have uploaded at a time. */
  public static final long MOST_BYTES = 500L * 1024 * 1024;

  private static final String KEPT = "1 day";

  private static final String ADD =
      """
      INSERT INTO upload (account_id, upload_id, blob_hash, size) VALUES (?, ?, ?, ?)
      """;

  private static final String CLEAR =
      """
      DELETE FROM upload u
       USING (SELECT upload_id, sum(size) OVER (ORDER BY uploaded_at DESC, upload_id) AS bytes,
                     uploaded_at
                FROM upload WHERE account_id = ?) o
       WHERE u.account_id = ? AND u.upload_id = o.upload_id
         AND (o.bytes > ? OR o.uploaded_at < now() - interval '%s')
      """
          .formatted(KEPT);

  private static final String READ =
      """
      SELECT blob.encoding, blob.size AS blob_size, blob.content, blob.object
        FROM upload u JOIN blob ON blob.hash = u.blob_hash
       WHERE u.account_id = ? AND u.upload_id = ? AND u.uploaded_at > now() - interval '%s'
      """
          .formatted(KEPT);

  private final Database database;

  @Inject
  public Uploads(Database database) {
    this.database = database;
  }

  /** Keeps bytes. Three statements, one transaction. */
  public UUID add(long account, byte[] bytes) {
    UUID id = UUID.randomUUID();
    EncodedBlob blob = BlobObjects.place(database, encoded(bytes));
    database.transaction(
        "keeping an upload",
        on -> {
          Blobs.put(on, blob);
          try (PreparedStatement insert =
                  new SqlText(ADD, account, id, blob.hash().bytes(), blob.size()).prepare(on);
              PreparedStatement clear =
                  new SqlText(CLEAR, account, account, MOST_BYTES).prepare(on)) {
            insert.executeUpdate();
            return clear.executeUpdate();
          }
        });
    return id;
  }

  private static EncodedBlob encoded(byte[] bytes) {
    try {
      return EncodedBlob.of(new ByteArrayInputStream(bytes), bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes; empty when they are not kept any more, or are another account's. */
  public Optional<byte[]> read(long account, UUID id) {
    Optional<StoredBlob> found =
        database.run(
            "reading an upload",
            on -> {
              try (PreparedStatement select = new SqlText(READ, account, id).prepare(on);
                  ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(Blobs.stored(database, row)) : Optional.empty();
              }
            });
    return found.map(StoredBlob::bytes);
  }
}
