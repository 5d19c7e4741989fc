package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.mail.model.impl.Properties;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobBatch;

/**
 * A range of messages, page by page, by uid: one statement for 1,000 messages, or for some 8 MB
 * when whole messages are wanted. Only one page is in memory. For one thread.
 */
final class MessagePages implements Iterator<List<MailboxMessage>> {

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

  private static final String WHAT =
      "SELECT " + MessageRow.COLUMNS + ", g.body_start, g.properties, g.text_lines";

  private static final String METADATA = WHAT + FROM;

  private static final String HEADERS = WHAT + ", g.header" + FROM;

  // The bytes are counted up along the index; the first message always comes.
  private static final String WHOLE =
      """
      SELECT page.*, blob.encoding, blob.size AS blob_size, blob.content, blob.object
        FROM (%s, g.prefix, g.blob_hash, sum(m.size) OVER (ORDER BY m.uid) - m.size AS bytes_before
              %s) page
        JOIN blob ON blob.hash = page.blob_hash
       WHERE bytes_before < ?
       ORDER BY uid
      """
          .formatted(WHAT, FROM);

  /** The same for a single message. */
  private static final Map<String, String> ONE =
      Stream.of(METADATA, HEADERS, WHOLE)
          .collect(
              Collectors.toMap(
                  range -> range, range -> range.replace("m.uid BETWEEN ? AND ?", Sql.ONE_UID)));

  private final Database database;
  private final MessageBodies bodies;
  private final StoreMailboxId mailbox;
  private final FetchType type;
  private final long to;
  private long from;
  private long left;
  private List<MailboxMessage> page;
  private BlobBatch batch;

  /**
   * Asks for nothing yet.
   *
   * @param limit messages at most, or 0 and less for all
   */
  MessagePages(
      Database database, StoreMailboxId mailbox, long from, long to, FetchType type, int limit) {
    this.database = database;
    this.bodies = new MessageBodies(database);
    this.mailbox = mailbox;
    this.type = type;
    this.from = from;
    this.to = to;
    this.left = limit > 0 ? limit : Long.MAX_VALUE;
  }

  @Override
  public boolean hasNext() {
    if (page == null) {
      page =
          left > 0 && from <= to
              ? database.read(mailbox.account(), "reading messages", this::read)
              : List.of();
      if (!page.isEmpty()) {
        batch.fetch();
      }
    }
    return !page.isEmpty();
  }

  @Override
  public List<MailboxMessage> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<MailboxMessage> next = page;
    page = null;
    return next;
  }

  private boolean whole() {
    return type == FetchType.FULL || type == FetchType.ATTACHMENTS_METADATA;
  }

  private List<MailboxMessage> read(Connection connection) throws SQLException {
    boolean whole = whole();
    batch = new BlobBatch();
    int most = (int) Math.min(left, whole ? MOST_WHOLE : MOST);
    String range = whole ? WHOLE : type == FetchType.HEADERS ? HEADERS : METADATA;
    String query = from == to ? ONE.get(range) : range;
    try (PreparedStatement select = connection.prepareStatement(query)) {
      Parameters next = new Parameters(select);
      next.longs(mailbox.account(), mailbox.number(), from, to, most);
      if (whole) {
        next.longs(BYTES);
      }
      List<MailboxMessage> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(message(row));
        }
      }
      advance(found, whole ? 1 : most);
      return found;
    }
  }

  /** A page shorter than {@code fullPage} was the last. */
  private void advance(List<MailboxMessage> found, int fullPage) {
    left -= found.size();
    if (found.size() < fullPage) {
      left = 0;
    } else {
      from = found.getLast().getUid().asLong() + 1;
    }
  }

  private MailboxMessage message(ResultSet row) throws SQLException {
    MessageRow message = MessageRow.read(row, mailbox);
    MessageContent.Source source =
        whole()
            ? bodies.source(row, batch)
            : () -> bodies.open(mailbox.account(), message.id().uuid());
    return new StoredMessage(message, parts(row, message, type, source));
  }

  static StoredMessage.Parts parts(
      ResultSet row, MessageRow message, FetchType type, MessageContent.Source source)
      throws SQLException {
    byte[] header = type == FetchType.HEADERS ? row.getBytes("header") : null;
    return new StoredMessage.Parts(
        new MessageContent(message.size(), header, source),
        row.getInt("body_start"),
        properties(row));
  }

  private static Properties properties(ResultSet row) throws SQLException {
    long lines = row.getLong("text_lines");
    return MimeProperties.decode(row.getBytes("properties"), row.wasNull() ? null : lines);
  }
}
