package org.godwit.store.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobBatch;
import org.godwit.store.blob.Blobs;
import org.godwit.store.mailbox.MessageReading.Wanted;
import org.godwit.store.message.MessageSummary;

/**
 * Reads single messages. Clients take one piece by piece, such as 64 KB after the other or part
 * after part: what was read whole is kept for a while, for its octets never change (RFC 9051
 * §2.3.1.1). Whoever has no need of what may change then asks the database for nothing.
 *
 * <p>Safe for many threads.
 */
final class SingleMessages {

  /** Octets of all messages that are kept, before compression. */
  private static final long KEPT_BYTES = 32L * 1024 * 1024;

  private static final Duration KEPT_FOR = Duration.ofMinutes(1);

  private static final String FROM =
      " FROM mailbox b JOIN mailbox_message m USING (account_id, mailbox_id)";
  private static final String THIS = " WHERE b.account_id = ? AND b.mailbox_id = ? AND m.uid = ?";

  private static final String STANDING = "SELECT " + MessageRow.COLUMNS + FROM + THIS;

  private static final String WHOLE =
      "SELECT "
          + MessageRow.COLUMNS
          + ", g.summary, g.prefix, "
          + Blobs.STORED
          + FROM
          + " JOIN message g ON g.account_id = b.account_id AND g.message_id = m.message_id"
          + " JOIN blob ON blob.hash = g.blob_hash"
          + THIS;

  private record Place(StoreMailboxId mailbox, long uid) {}

  /**
   * A message as it was when it was read.
   *
   * @param summary as the database keeps it; null when it keeps none
   */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  private record Whole(MessageRow row, byte[] summary, MessageContent.Source bytes) {

    int weight() {
      return Math.toIntExact(row.size() + (summary == null ? 0 : summary.length));
    }

    Whole with(MessageRow now) {
      return new Whole(now, summary, bytes);
    }

    MessageView view(Wanted wanted) {
      Optional<MessageSummary> parts =
          wanted.summary() || wanted.header()
              ? Optional.of(MessageReader.summary(summary, bytes))
              : Optional.empty();
      return MessageReader.view(
          row,
          parts.filter(tree -> wanted.summary()),
          parts.filter(tree -> wanted.header()).map(this::header),
          bytes);
    }

    private byte[] header(MessageSummary parts) {
      try (InputStream message = bytes.open()) {
        return message.readNBytes(Math.toIntExact(parts.root().bodyStart()));
      } catch (IOException e) {
        throw new UncheckedIOException("reading a message for its header", e);
      }
    }
  }

  private final Database database;
  private final MessageBodies bodies;
  private final Cache<Place, Whole> kept =
      Caffeine.newBuilder()
          .maximumWeight(KEPT_BYTES)
          .weigher((Place place, Whole message) -> message.weight())
          .expireAfterAccess(KEPT_FOR)
          .build();

  SingleMessages(Database database, MessageBodies bodies) {
    this.database = database;
    this.bodies = bodies;
  }

  /** Whether it is whole that a message is wanted, or it was a while ago. */
  boolean serves(StoreMailboxId mailbox, long uid, Wanted wanted) {
    return wanted.bytes() || kept.getIfPresent(new Place(mailbox, uid)) != null;
  }

  /** One statement at most. Empty when there is no such message. */
  Optional<MessageView> read(StoreMailboxId mailbox, long uid, Wanted wanted) {
    Place place = new Place(mailbox, uid);
    Optional<Whole> known = Optional.ofNullable(kept.getIfPresent(place));
    Optional<Whole> found = known.isPresent() ? as(wanted, place, known.get()) : whole(place);
    return found.map(message -> message.view(wanted));
  }

  private Optional<Whole> as(Wanted wanted, Place place, Whole known) {
    return wanted.changing()
        ? one(STANDING, place, row -> known.with(MessageRow.read(row, place.mailbox())))
        : Optional.of(known);
  }

  private Optional<Whole> whole(Place place) {
    BlobBatch batch = new BlobBatch();
    Optional<Whole> found = one(WHOLE, place, row -> whole(row, place, batch));
    batch.fetch();
    found.ifPresent(message -> kept.put(place, message));
    return found;
  }

  private Whole whole(ResultSet row, Place place, BlobBatch batch) throws SQLException {
    return new Whole(
        MessageRow.read(row, place.mailbox()), row.getBytes("summary"), bodies.source(row, batch));
  }

  private interface Reading {
    Whole of(ResultSet row) throws SQLException;
  }

  private Optional<Whole> one(String query, Place place, Reading reading) {
    return database.read(
        place.mailbox().account(), "reading messages", on -> one(on, query, place, reading));
  }

  private static Optional<Whole> one(
      Connection connection, String query, Place place, Reading reading) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      Sql.bind(select, place.mailbox().account(), place.mailbox().number(), place.uid());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(reading.of(row)) : Optional.empty();
      }
    }
  }
}
