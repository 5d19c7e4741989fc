package org.godwit.store.mailbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobBatch;
import org.godwit.store.blob.Blobs;
import org.godwit.store.blob.StoredBlob;

/** All bytes of a message: its own prefix, then the blob that it may share with others. */
final class MessageBodies {

  private static final String READ =
      """
      SELECT g.prefix, blob.encoding, blob.size AS blob_size, blob.content, blob.object
        FROM message g JOIN blob ON blob.hash = g.blob_hash
       WHERE g.account_id = ? AND g.message_id = ?
      """;

  private static final String READ_MANY =
      """
      SELECT g.message_id, g.prefix, blob.encoding, blob.size AS blob_size, blob.content,
             blob.object
        FROM message g JOIN blob ON blob.hash = g.blob_hash
       WHERE g.account_id = ? AND g.message_id = ANY (?)
      """;

  private final Database database;

  MessageBodies(Database database) {
    this.database = database;
  }

  /**
   * One statement, and one question of the object storage where that has the bytes; the message is
   * in memory, compressed, until the stream is forgotten.
   */
  InputStream open(long account, UUID message) throws IOException {
    return find(account, message)
        .orElseThrow(() -> new IOException("the message is no more"))
        .open();
  }

  /** The same, empty when there is no such message. */
  Optional<MessageContent.Source> find(long account, UUID message) {
    return database.read(account, "reading a message", on -> find(on, account, message));
  }

  private Optional<MessageContent.Source> find(Connection connection, long account, UUID message)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(READ)) {
      Sql.bind(select, account, message);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(source(row, new BlobBatch())) : Optional.empty();
      }
    }
  }

  /** Those of many, in one statement: the caller sees to it that they have room in memory. */
  Map<StoreMessageId, MessageContent.Source> find(long account, List<StoreMessageId> messages) {
    Found found = database.read(account, "reading messages", on -> find(on, account, messages));
    found.batch().fetch();
    return found.sources();
  }

  private record Found(Map<StoreMessageId, MessageContent.Source> sources, BlobBatch batch) {}

  private Found find(Connection connection, long account, List<StoreMessageId> messages)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(READ_MANY)) {
      Object[] ids = messages.stream().map(StoreMessageId::uuid).toArray();
      new Parameters(select).longs(account).array(connection.createArrayOf("uuid", ids));
      Map<StoreMessageId, MessageContent.Source> found = new HashMap<>();
      BlobBatch batch = new BlobBatch();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.put(
              new StoreMessageId(row.getObject("message_id", UUID.class)), source(row, batch));
        }
      }
      return new Found(found, batch);
    }
  }

  /**
   * Of a row with prefix and the columns {@link Blobs#STORED}.
   *
   * @param batch to be fetched when all rows are read
   */
  MessageContent.Source source(ResultSet row, BlobBatch batch) throws SQLException {
    byte[] prefix = row.getBytes("prefix");
    StoredBlob blob = batch.read(database, row);
    return () ->
        prefix == null
            ? blob.open()
            : new SequenceInputStream(new ByteArrayInputStream(prefix), blob.open());
  }
}
