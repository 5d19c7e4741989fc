package org.godwit.store.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageAttachmentMetadata;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.mail.model.impl.Properties;
import org.apache.james.mailbox.store.mail.model.impl.SimpleMailboxMessage;

/**
 * A message as James wants it. Copying it copies no bytes; attachments are found when asked for.
 */
final class StoredMessage extends SimpleMailboxMessage {

  /** All that the mailbox does not change. */
  record Parts(MessageContent content, int bodyStart, Properties properties) {}

  private final MessageRow row;
  private final Parts parts;

  StoredMessage(MessageRow row, Parts parts) {
    super(
        row.id(),
        ThreadId.fromBaseMessageId(row.thread()),
        row.internalDate(),
        row.size(),
        parts.bodyStart(),
        parts.content(),
        row.flags(),
        parts.properties(),
        row.mailbox(),
        List.of(),
        Optional.of(row.savedAt()));
    this.row = row;
    this.parts = parts;
    setUid(MessageUid.of(row.uid()));
    setModSeq(ModSeq.of(row.modseq()));
  }

  MessageRow row() {
    return row;
  }

  /** The same, its bytes at hand. */
  StoredMessage with(MessageContent.Source bytes) {
    MessageContent content = new MessageContent(row.size(), null, bytes);
    return new StoredMessage(row, new Parts(content, parts.bodyStart(), parts.properties()));
  }

  @Override
  public StoredMessage copy(Mailbox mailbox) {
    return new StoredMessage(
        MessageRow.of(this).in((StoreMailboxId) mailbox.getMailboxId()), parts);
  }

  @Override
  public List<MessageAttachmentMetadata> getAttachments() {
    try {
      return AttachmentParts.of(row.id(), parts.content());
    } catch (IOException e) {
      throw new UncheckedIOException("reading a message for its attachments", e);
    }
  }

  // Equality stays James's: by uid.
  @Override
  public boolean equals(Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
