package org.godwit.store.mailbox;

import com.google.common.base.Preconditions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.AttachmentNotFoundException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.AttachmentId;
import org.apache.james.mailbox.model.AttachmentMetadata;
import org.apache.james.mailbox.model.MessageAttachmentMetadata;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.ParsedAttachment;
import org.apache.james.mailbox.store.mail.AttachmentMapper;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;
import org.godwit.store.Database;

/**
 * Attachments, read out of the messages that have them. Storing them does nothing but give them
 * their ids: the message's bytes are stored, and they are in there.
 */
final class AttachmentReader implements AttachmentMapper {

  private static final int UUID_LENGTH = 36;

  private static final String ACCOUNT =
      """
      SELECT DISTINCT account_id FROM mailbox_message
       WHERE account_id IN (SELECT account_id FROM account WHERE name = ?
                             UNION
                            SELECT account_id FROM mailbox_grant
                             WHERE grantee IN (?, 'anyone', 'authenticated'))
         AND message_id = ?
       LIMIT 1
      """;

  private final Database database;
  private final Username user;
  private final MessageBodies bodies;
  private final MessageParser parser = new MessageParser();

  AttachmentReader(Database database, Username user) {
    this.database = database;
    this.user = user;
    this.bodies = new MessageBodies(database);
  }

  /** An attachment that was found, with the message it is in. */
  private record Found(StoreMessageId message, int place, ParsedAttachment attachment) {
    AttachmentMetadata metadata() {
      try {
        return attachment
            .asMessageAttachment(AttachmentParts.id(message, place), message)
            .getAttachment();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public AttachmentMetadata getAttachment(AttachmentId id) throws AttachmentNotFoundException {
    Preconditions.checkArgument(id != null);
    return find(id)
        .map(Found::metadata)
        .orElseThrow(() -> new AttachmentNotFoundException(id.getId()));
  }

  @Override
  public List<AttachmentMetadata> getAttachments(Collection<AttachmentId> ids) {
    Preconditions.checkArgument(ids != null);
    List<AttachmentMetadata> found = new ArrayList<>();
    ids.forEach(id -> find(id).map(Found::metadata).ifPresent(found::add));
    return found;
  }

  @Override
  public InputStream loadAttachmentContent(AttachmentId id)
      throws AttachmentNotFoundException, IOException {
    Found found = find(id).orElseThrow(() -> new AttachmentNotFoundException(id.getId()));
    return new ByteArrayInputStream(found.attachment().getContent().read());
  }

  @Override
  public List<MessageAttachmentMetadata> storeAttachments(
      Collection<ParsedAttachment> attachments, MessageId owner) throws MailboxException {
    try {
      return AttachmentParts.describe((StoreMessageId) owner, attachments);
    } catch (IOException e) {
      throw new MailboxException("an attachment cannot be read", e);
    }
  }

  @Override
  public Collection<MessageId> getRelatedMessageIds(AttachmentId id) {
    return find(id).<Collection<MessageId>>map(found -> List.of(found.message())).orElse(List.of());
  }

  private Optional<Found> find(AttachmentId id) {
    String text = id.getId();
    if (!text.matches("[0-9a-f-]{36}-\\d{1,6}")) {
      return Optional.empty();
    }
    StoreMessageId message =
        new StoreMessageId.Factory().fromString(text.substring(0, UUID_LENGTH));
    int place = Integer.parseInt(text.substring(UUID_LENGTH + 1));
    return account(message.uuid())
        .flatMap(account -> bodies.find(account, message.uuid()))
        .flatMap(source -> find(source, message, place));
  }

  private Optional<Found> find(MessageContent.Source source, StoreMessageId message, int place) {
    try (InputStream in = source.open()) {
      List<ParsedAttachment> all = parser.retrieveAttachments(in).getAttachments();
      return place < all.size()
          ? Optional.of(new Found(message, place, all.get(place)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading a message for its attachments", e);
    }
  }

  private Optional<Long> account(UUID message) {
    return database.run(
        "finding a message",
        on -> {
          try (PreparedStatement select = on.prepareStatement(ACCOUNT)) {
            Sql.bind(select, user.asString(), user.asString(), message);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
          }
        });
  }
}
