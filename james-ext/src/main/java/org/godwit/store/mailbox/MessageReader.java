package org.godwit.store.mailbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.ThreadId;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobBatch;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.SummaryFormat;

/** Reads messages from PostgreSQL, with no more of each than is wanted. Safe for many threads. */
public final class MessageReader implements MessageReading {

  private static final int MOST = 1_000;
  private static final int MOST_WHOLE = 200;
  private static final long BYTES = 8L * 1024 * 1024;

  private static final String FROM =
      """
        FROM mailbox b
        JOIN mailbox_message m USING (account_id, mailbox_id)
        JOIN message g ON g.account_id = b.account_id AND g.message_id = m.message_id
       WHERE b.account_id = ? AND b.mailbox_id = ? AND m.uid BETWEEN ? AND ?
       ORDER BY m.uid LIMIT ?
      """;

  private final Database database;
  private final MessageBodies bodies;
  private final SingleMessages singles;

  @Inject
  public MessageReader(Database database) {
    this.database = database;
    this.bodies = new MessageBodies(database);
    this.singles = new SingleMessages(database, bodies);
  }

  @Override
  public Iterator<MessageView> read(
      MailboxSession session, MailboxId mailbox, MessageRange range, Wanted wanted) {
    StoreMailboxId where = (StoreMailboxId) mailbox;
    long from = range.getUidFrom().asLong();
    long to = range.getType() == MessageRange.Type.ONE ? from : range.getUidTo().asLong();
    return from == to && singles.serves(where, from, wanted)
        ? singles.read(where, from, wanted).stream().iterator()
        : new Pages(where, from, to, wanted);
  }

  /** One page in memory at a time. For one thread. */
  private final class Pages implements Iterator<MessageView> {
    private final StoreMailboxId mailbox;
    private final Wanted wanted;
    private final long to;
    private long from;
    private Iterator<MessageView> page = List.<MessageView>of().iterator();

    Pages(StoreMailboxId mailbox, long from, long to, Wanted wanted) {
      this.mailbox = mailbox;
      this.wanted = wanted;
      this.from = from;
      this.to = to;
    }

    @Override
    public boolean hasNext() {
      if (!page.hasNext() && from <= to) {
        Found found = database.read(mailbox.account(), "reading messages", this::next);
        found.batch().fetch();
        page = found.views().iterator();
      }
      return page.hasNext();
    }

    @Override
    public MessageView next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.next();
    }

    private Found next(Connection connection) throws SQLException {
      List<MessageView> found = new ArrayList<>();
      BlobBatch batch = new BlobBatch();
      int most = wanted.bytes() ? MOST_WHOLE : MOST;
      try (PreparedStatement select = connection.prepareStatement(query(wanted))) {
        new Parameters(select).longs(mailbox.account(), mailbox.number(), from, to, most);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            found.add(view(row, mailbox, wanted, batch));
          }
        }
      }
      boolean last = wanted.bytes() ? found.isEmpty() : found.size() < most;
      from = last ? Long.MAX_VALUE : found.getLast().uid().asLong() + 1;
      return new Found(found, batch);
    }
  }

  private record Found(List<MessageView> views, BlobBatch batch) {}

  private static String query(Wanted wanted) {
    String columns =
        MessageRow.COLUMNS
            + (wanted.summary() ? ", g.summary" : "")
            + (wanted.header() ? ", g.header" : "");
    return wanted.bytes() ? whole(columns) : "SELECT " + columns + FROM;
  }

  /** The bytes are counted up along the index; the first message always comes. */
  private static String whole(String columns) {
    return """
    SELECT page.*, blob.encoding, blob.size AS blob_size, blob.content, blob.object
      FROM (SELECT %s, g.prefix, g.blob_hash,
                   sum(m.size) OVER (ORDER BY m.uid) - m.size AS bytes_before
            %s) page
      JOIN blob ON blob.hash = page.blob_hash
     WHERE bytes_before < %d
     ORDER BY uid
    """
        .formatted(columns, FROM, BYTES);
  }

  private MessageView view(ResultSet row, StoreMailboxId mailbox, Wanted wanted, BlobBatch batch)
      throws SQLException {
    MessageRow message = MessageRow.read(row, mailbox);
    MessageContent.Source bytes =
        wanted.bytes()
            ? bodies.source(row, batch)
            : () -> bodies.open(mailbox.account(), message.id().uuid());
    MessageSummary summary = wanted.summary() ? summary(row.getBytes("summary"), bytes) : null;
    byte[] header = wanted.header() ? header(row.getBytes("header"), bytes) : null;
    return view(message, Optional.ofNullable(summary), Optional.ofNullable(header), bytes);
  }

  static MessageView view(
      MessageRow message,
      Optional<MessageSummary> summary,
      Optional<byte[]> header,
      MessageContent.Source bytes) {
    return new MessageView(
        MessageUid.of(message.uid()),
        ModSeq.of(message.modseq()),
        message.flags(),
        message.internalDate(),
        Optional.of(message.savedAt()),
        message.size(),
        message.id(),
        ThreadId.fromBaseMessageId(message.thread()),
        summary,
        header,
        bytes::open);
  }

  /** What was kept; found out anew when nothing was, or it is of an older form. */
  static MessageSummary summary(byte[] kept, MessageContent.Source bytes) {
    return Optional.ofNullable(kept)
        .flatMap(SummaryFormat::read)
        .orElseGet(
            () -> {
              try (InputStream message = bytes.open()) {
                return MessageSummary.of(message);
              } catch (IOException e) {
                throw new UncheckedIOException("reading a message for its summary", e);
              }
            });
  }

  /** What was kept; a header that is too long for that is read from the message. */
  private static byte[] header(byte[] kept, MessageContent.Source bytes) {
    if (kept != null) {
      return kept;
    }
    try (InputStream message = bytes.open()) {
      byte[] all = message.readAllBytes();
      MessageSummary summary = MessageSummary.of(new ByteArrayInputStream(all));
      return java.util.Arrays.copyOf(all, Math.toIntExact(summary.root().bodyStart()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading a message for its header", e);
    }
  }
}
