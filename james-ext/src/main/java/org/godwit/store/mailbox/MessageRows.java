package org.godwit.store.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import javax.mail.Flags;
import org.apache.commons.io.input.TeeInputStream;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxCounters;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobObjects;
import org.godwit.store.blob.EncodedBlob;
import org.godwit.store.message.MimeScanner;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The messages of a mailbox. Each method is one statement or one transaction of a few. */
final class MessageRows implements MessageMapper {

  private final Database database;
  private final Clock clock;
  private final FlagChange flagChange;
  private final MessageTransfer transfer;

  MessageRows(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.flagChange = new FlagChange(database);
    this.transfer = new MessageTransfer(database);
  }

  // Reading

  @Override
  public Iterator<MailboxMessage> findInMailbox(
      Mailbox mailbox, MessageRange range, FetchType type, int limit) {
    return findPages(mailbox, range, type, limit).toIterable(1).iterator();
  }

  @Override
  public Flux<MailboxMessage> findInMailboxReactive(
      Mailbox mailbox, MessageRange range, FetchType type, int limit) {
    return findPages(mailbox, range, type, limit);
  }

  private Flux<MailboxMessage> findPages(
      Mailbox mailbox, MessageRange range, FetchType type, int limit) {
    return Paged.flux(
        () -> new MessagePages(database, id(mailbox), from(range), to(range), type, limit));
  }

  @Override
  public Flux<ComposedMessageIdWithMetaData> listMessagesMetadata(
      Mailbox mailbox, MessageRange range) {
    return Paged.flux(() -> new RowPages(database, id(mailbox), from(range), to(range)));
  }

  @Override
  public Flux<MessageUid> listAllMessageUids(Mailbox mailbox) {
    return Blocking.flux(
        () ->
            uids(
                mailbox,
                "SELECT uid FROM mailbox_message WHERE account_id = ?"
                    + " AND mailbox_id = ? ORDER BY uid"));
  }

  @Override
  public List<MessageUid> retrieveMessagesMarkedForDeletion(Mailbox mailbox, MessageRange range) {
    return uids(
        mailbox,
        """
        SELECT m.uid FROM mailbox b JOIN mailbox_message m USING (account_id, mailbox_id)
         WHERE account_id = ? AND mailbox_id = ? AND b.deleted > 0 AND m.flags & 2 <> 0
           AND m.uid BETWEEN ? AND ?
         ORDER BY m.uid
        """,
        from(range),
        to(range));
  }

  @Override
  public List<MessageUid> findRecentMessageUidsInMailbox(Mailbox mailbox) {
    return uids(
        mailbox,
        """
        SELECT m.uid FROM mailbox b JOIN mailbox_message m USING (account_id, mailbox_id)
         WHERE account_id = ? AND mailbox_id = ? AND m.uid >= b.recent_from AND m.flags & 16 <> 0
         ORDER BY m.uid
        """);
  }

  private List<MessageUid> uids(Mailbox mailbox, String query, long... more) {
    return database.read(
        id(mailbox).account(),
        "listing uids",
        on -> {
          try (PreparedStatement select = on.prepareStatement(query)) {
            new Parameters(select).longs(id(mailbox).account(), id(mailbox).number()).longs(more);
            List<MessageUid> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(MessageUid.of(row.getLong(1)));
              }
            }
            return found;
          }
        });
  }

  // What the mailbox's row knows

  private <T> T status(Mailbox mailbox, Function<MailboxStatus, T> question)
      throws MailboxException {
    return Refusal.unwrapped(
        () ->
            question.apply(
                database.read(
                    id(mailbox).account(),
                    "reading a mailbox",
                    on -> MailboxStatus.read(on, id(mailbox)))));
  }

  @Override
  public long countMessagesInMailbox(Mailbox mailbox) throws MailboxException {
    return status(mailbox, MailboxStatus::messages);
  }

  @Override
  public MailboxCounters getMailboxCounters(Mailbox mailbox) throws MailboxException {
    return status(mailbox, MailboxStatus::counters);
  }

  @Override
  public MessageUid findFirstUnseenMessageUid(Mailbox mailbox) throws MailboxException {
    return status(mailbox, MailboxStatus::firstUnseenUid).orElse(null);
  }

  @Override
  public Optional<MessageUid> getLastUid(Mailbox mailbox) throws MailboxException {
    return status(mailbox, MailboxStatus::lastUid);
  }

  @Override
  public ModSeq getHighestModSeq(Mailbox mailbox) throws MailboxException {
    return status(mailbox, MailboxStatus::highestModSeq);
  }

  @Override
  public Flags getApplicableFlag(Mailbox mailbox) throws MailboxException {
    return status(mailbox, MailboxStatus::applicableFlags);
  }

  // Adding

  @Override
  public MessageMetaData add(Mailbox mailbox, MailboxMessage message) throws MailboxException {
    NewMessage added = newMessage(database, message, now());
    MessageAppend.Place place =
        Refusal.unwrapped(
            () ->
                database.run(
                    "adding a message", on -> MessageAppend.append(on, id(mailbox), added)));
    message.setUid(MessageUid.of(place.uid()));
    message.setModSeq(ModSeq.of(place.modseq()));
    message.setSaveDate(added.savedAt());
    return message.metaData();
  }

  static NewMessage newMessage(Database database, MailboxMessage message, Date savedAt)
      throws MailboxException {
    try {
      EncodedBlob blob;
      MimeScanner scanner = new MimeScanner();
      try (InputStream bytes = new TeeInputStream(message.getFullContent(), scanner)) {
        blob = BlobObjects.place(database, EncodedBlob.of(bytes, message.getFullContentOctets()));
      }
      return new NewMessage(
          (StoreMessageId) message.getMessageId(),
          StoreMessageId.uuidOf(message.getThreadId().getBaseMessageId()),
          ThreadKeys.NONE,
          null,
          blob.hash(),
          blob,
          blob.size(),
          scanner.lackingOctets(),
          Math.toIntExact(message.getHeaderOctets()),
          header(message),
          message.getProperties(),
          null,
          message.createFlags(),
          message.getInternalDate(),
          savedAt,
          null);
    } catch (IOException e) {
      throw new MailboxException("the message cannot be read", e);
    }
  }

  private static byte[] header(MailboxMessage message) throws IOException {
    if (message.getHeaderOctets() > NewMessage.LONGEST_HEADER) {
      return null;
    }
    try (InputStream header = message.getHeaderContent()) {
      return header.readAllBytes();
    }
  }

  private Date now() {
    return Date.from(clock.instant());
  }

  // Changing

  @Override
  public Iterator<UpdatedFlags> updateFlags(
      Mailbox mailbox, FlagsUpdateCalculator calculator, MessageRange range)
      throws MailboxException {
    return Refusal.unwrapped(
        () -> flagChange.range(id(mailbox), from(range), to(range), calculator).iterator());
  }

  @Override
  public List<UpdatedFlags> resetRecent(Mailbox mailbox) {
    return database.run("showing recent messages", on -> RecentReset.of(on, id(mailbox)));
  }

  @Override
  public void delete(Mailbox mailbox, MailboxMessage message) {
    deleteMessages(mailbox, List.of(message.getUid()));
  }

  @Override
  public Map<MessageUid, MessageMetaData> deleteMessages(Mailbox mailbox, List<MessageUid> uids) {
    if (uids.isEmpty()) {
      return Map.of();
    }
    List<Long> wanted = uids.stream().map(MessageUid::asLong).toList();
    List<MessageRow> removed =
        database.transaction("expunging messages", on -> removed(on, id(mailbox), wanted));
    Map<MessageUid, MessageMetaData> answer = new TreeMap<>();
    removed.forEach(row -> answer.put(MessageUid.of(row.uid()), row.metaData()));
    return answer;
  }

  private static List<MessageRow> removed(
      Connection connection, StoreMailboxId mailbox, Collection<Long> uids) throws SQLException {
    long modseq = Modseqs.next(connection, mailbox.account());
    return MessageRemoval.remove(connection, mailbox, uids, modseq, false);
  }

  // Copying and moving

  @Override
  public MessageMetaData copy(Mailbox mailbox, MailboxMessage original) throws MailboxException {
    return copy(mailbox, List.of(original)).getFirst();
  }

  @Override
  public List<MessageMetaData> copy(Mailbox mailbox, List<MailboxMessage> originals)
      throws MailboxException {
    List<MessageRow> rows = originals.stream().map(MessageRow::of).toList();
    return metaData(Refusal.unwrapped(() -> transfer.copy(id(mailbox), rows, now())));
  }

  @Override
  public MessageMetaData move(Mailbox mailbox, MailboxMessage original) throws MailboxException {
    List<MessageMetaData> moved = move(mailbox, List.of(original));
    if (moved.isEmpty()) {
      throw new MailboxException("the message is no more");
    }
    return moved.getFirst();
  }

  @Override
  public List<MessageMetaData> move(Mailbox mailbox, List<MailboxMessage> originals)
      throws MailboxException {
    List<MessageRow> rows = originals.stream().map(MessageRow::of).toList();
    return metaData(Refusal.unwrapped(() -> transfer.move(id(mailbox), rows, now())));
  }

  @Override
  public Mono<List<MessageMetaData>> moveReactive(Mailbox mailbox, List<MailboxMessage> originals) {
    List<MessageRow> rows = originals.stream().map(MessageRow::of).toList();
    return Blocking.mono(() -> metaData(transfer.move(id(mailbox), rows, now())));
  }

  private static List<MessageMetaData> metaData(List<MessageRow> rows) {
    return rows.stream().map(MessageRow::metaData).toList();
  }

  private static StoreMailboxId id(Mailbox mailbox) {
    return (StoreMailboxId) mailbox.getMailboxId();
  }

  private static long from(MessageRange range) {
    return range.getUidFrom().asLong();
  }

  private static long to(MessageRange range) {
    return range.getUidTo().asLong();
  }
}
