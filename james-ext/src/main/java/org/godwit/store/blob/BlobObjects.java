package org.godwit.store.blob;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.godwit.store.Database;
import org.godwit.store.ObjectStore;
import org.godwit.store.StoreException;

/**
 * Bytes of blobs that lie in object storage.
 *
 * <p>An object is written down as loose (committed), then put, and then claimed by the transaction
 * that stores the blob; a trigger does that, and fails the transaction when the object is being
 * removed by then. A transaction that comes to nothing leaves it loose, and so does a blob that is
 * collected. {@link ObjectCollector} removes what has been loose for long. So an object that a blob
 * names is there, none is forgotten, and nobody holds a lock while the storage is asked.
 *
 * <p>Safe for many threads.
 */
public final class BlobObjects {

  // A blob that was touched lately cannot be collected while we work. One that was not is touched;
  // if the collector was quicker, the update finds nothing, and we put the bytes again.
  private static final String ANNOUNCE_UNLESS_STORED =
      """
      WITH touched AS (%s RETURNING hash),
           stored AS (
             SELECT hash FROM blob WHERE hash = ? AND touched_at >= now() - interval '%s'
              UNION ALL
             SELECT hash FROM touched)
      INSERT INTO loose_object (hash, name)
      SELECT ?, ? WHERE NOT EXISTS (SELECT FROM stored)
      """
          .formatted(Blobs.TOUCH, Blobs.FRESH);

  private BlobObjects() {}

  /**
   * Puts the bytes of a blob where they are to lie, before anything refers to them. Large ones go
   * to object storage, if there is one and no blob has them yet; that costs one statement. To be
   * called outside of a transaction, less than a day before the blob is stored.
   *
   * @return what to store
   * @throws org.godwit.store.StoreUnavailable nothing is stored, try again
   */
  public static EncodedBlob place(Database database, EncodedBlob blob) {
    Optional<ObjectStore> objects =
        database.objects().filter(place -> place.takes(blob.stored().length()));
    if (objects.isEmpty()) {
      return blob;
    }
    String name = objects.get().newName(blob.hash().toString());
    boolean announced =
        database.run("announcing an object", on -> announceUnlessStored(on, blob.hash(), name));
    if (!announced) {
      return blob; // its row is there, and whatever we say of the bytes is not looked at
    }
    objects.get().put(name, blob.stored().length(), blob.stored()::open);
    return blob.putAs(name);
  }

  private static boolean announceUnlessStored(Connection connection, BlobHash hash, String name)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(ANNOUNCE_UNLESS_STORED)) {
      insert.setBytes(1, hash.bytes());
      insert.setBytes(2, hash.bytes());
      insert.setBytes(3, hash.bytes());
      insert.setString(4, name);
      return insert.executeUpdate() == 1;
    }
  }

  static byte[] get(Database database, String name) {
    return database
        .objects()
        .orElseThrow(
            () ->
                new StoreException(
                    "a message lies in object storage, and [blobs] does not say where that is",
                    null))
        .get(name);
  }
}
