package org.godwit.store.mailbox;

import com.google.common.collect.ImmutableSortedMap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;

/**
 * A message in a mailbox, as the narrow table has it.
 *
 * @param bits {@link FlagBits}, \Recent only where it still holds
 */
@SuppressWarnings("ArrayRecordComponent") // the flags are handed on, never compared
record MessageRow(
    StoreMailboxId mailbox,
    long uid,
    long modseq,
    StoreMessageId id,
    StoreMessageId thread,
    int bits,
    String[] userFlags,
    Date internalDate,
    Date savedAt,
    long size) {

  /** What {@link #read} wants of table {@code m}, with mailbox {@code b} joined to it. */
  static final String COLUMNS =
      """
      m.uid, m.modseq, m.message_id, m.thread_id, m.flags, m.user_flags, m.internal_date,
      m.saved_at, m.size, b.recent_from
      """;

  static MessageRow read(ResultSet row, StoreMailboxId mailbox) throws SQLException {
    MessageRow stored = stored(row, mailbox);
    return stored.uid < row.getLong("recent_from") ? stored.without(FlagBits.RECENT) : stored;
  }

  /** The same with \Recent as it is stored, whether it still holds or not. */
  static MessageRow stored(ResultSet row, StoreMailboxId mailbox) throws SQLException {
    return new MessageRow(
        mailbox,
        row.getLong("uid"),
        row.getLong("modseq"),
        new StoreMessageId(row.getObject("message_id", UUID.class)),
        new StoreMessageId(row.getObject("thread_id", UUID.class)),
        row.getInt("flags"),
        Sql.texts(row, "user_flags"),
        Sql.date(row, "internal_date"),
        Sql.date(row, "saved_at"),
        row.getLong("size"));
  }

  static MessageRow of(MailboxMessage message) {
    Flags flags = message.createFlags();
    return new MessageRow(
        (StoreMailboxId) message.getMailboxId(),
        message.getUid() == null ? 0 : message.getUid().asLong(),
        message.getModSeq() == null ? 0 : message.getModSeq().asLong(),
        (StoreMessageId) message.getMessageId(),
        (StoreMessageId) message.getThreadId().getBaseMessageId(),
        FlagBits.of(flags),
        flags.getUserFlags(),
        message.getInternalDate(),
        message.getSaveDate().orElse(message.getInternalDate()),
        message.getFullContentOctets());
  }

  /** The same, newly put into a mailbox, where nobody has seen it yet. */
  MessageRow putInto(StoreMailboxId target, long newUid, long newModseq, Date now) {
    return new MessageRow(
        target,
        newUid,
        newModseq,
        id,
        thread,
        bits | FlagBits.RECENT,
        userFlags,
        internalDate,
        now,
        size);
  }

  /** The same message under another id, in another thread. */
  MessageRow as(StoreMessageId newId, StoreMessageId newThread) {
    return new MessageRow(
        mailbox, uid, modseq, newId, newThread, bits, userFlags, internalDate, savedAt, size);
  }

  /** The same, said of another mailbox; James sets uid and modseq later. */
  MessageRow in(StoreMailboxId target) {
    return new MessageRow(
        target, uid, modseq, id, thread, bits, userFlags, internalDate, savedAt, size);
  }

  /** The same, as though it had come at another time. */
  MessageRow received(Date at) {
    return new MessageRow(mailbox, uid, modseq, id, thread, bits, userFlags, at, savedAt, size);
  }

  MessageRow without(int flagBits) {
    if ((bits & flagBits) == 0) {
      return this;
    }
    return new MessageRow(
        mailbox, uid, modseq, id, thread, bits & ~flagBits, userFlags, internalDate, savedAt, size);
  }

  /** The same with other bits and keywords. */
  MessageRow with(int newBits, String[] keywords) {
    return new MessageRow(
        mailbox, uid, modseq, id, thread, newBits, keywords, internalDate, savedAt, size);
  }

  /** The same with other flags. */
  MessageRow with(Flags flags) {
    return new MessageRow(
        mailbox,
        uid,
        modseq,
        id,
        thread,
        FlagBits.of(flags),
        flags.getUserFlags(),
        internalDate,
        savedAt,
        size);
  }

  Flags flags() {
    return FlagBits.flags(bits, userFlags);
  }

  boolean unseen() {
    return (bits & FlagBits.SEEN) == 0;
  }

  boolean deleted() {
    return (bits & FlagBits.DELETED) != 0;
  }

  MessageMetaData metaData() {
    return new MessageMetaData(
        MessageUid.of(uid),
        ModSeq.of(modseq),
        flags(),
        size,
        internalDate,
        Optional.of(savedAt),
        id,
        ThreadId.fromBaseMessageId(thread));
  }

  /** What events say of rows of one mailbox. */
  static ImmutableSortedMap<MessageUid, MessageMetaData> metaData(List<MessageRow> rows) {
    SortedMap<MessageUid, MessageMetaData> all = new TreeMap<>();
    rows.forEach(row -> all.put(MessageUid.of(row.uid()), row.metaData()));
    return ImmutableSortedMap.copyOf(all);
  }

  ComposedMessageIdWithMetaData composedId() {
    return new ComposedMessageIdWithMetaData(
        new ComposedMessageId(mailbox, id, MessageUid.of(uid)),
        flags(),
        ModSeq.of(modseq),
        ThreadId.fromBaseMessageId(thread));
  }
}
