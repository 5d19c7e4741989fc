package org.godwit.store.mailbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.AttachmentNotFoundException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.AttachmentId;
import org.apache.james.mailbox.model.AttachmentMetadata;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageAttachmentMetadata;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.ParsedAttachment;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.store.mail.AttachmentMapper;
import org.apache.james.mailbox.store.mail.model.AttachmentMapperTest;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.apache.james.mailbox.store.mail.model.impl.SimpleMailboxMessage;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * James's suite stores attachments; ours are parts of a message. So whoever stores some here stores
 * a message that has them.
 */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class AttachmentReaderTest extends AttachmentMapperTest {

  private static final Username USER = Username.of("benwa");

  private final PostgresMapperProvider provider = new PostgresMapperProvider();
  private final AtomicInteger mailboxes = new AtomicInteger();

  @Override
  protected MessageId generateMessageId() {
    return provider.generateMessageId();
  }

  @Override
  protected AttachmentMapper createAttachmentMapper() {
    AttachmentMapper reader = provider.createAttachmentMapper();
    return new AttachmentMapper() {
      @Override
      public List<MessageAttachmentMetadata> storeAttachments(
          Collection<ParsedAttachment> attachments, MessageId owner) throws MailboxException {
        MessageId message = provider.generateMessageId(); // two are stored for one owner
        add(message, attachments);
        return reader.storeAttachments(attachments, message);
      }

      @Override
      public InputStream loadAttachmentContent(AttachmentId id)
          throws AttachmentNotFoundException, IOException {
        return reader.loadAttachmentContent(id);
      }

      @Override
      public AttachmentMetadata getAttachment(AttachmentId id) throws AttachmentNotFoundException {
        return reader.getAttachment(id);
      }

      @Override
      public List<AttachmentMetadata> getAttachments(Collection<AttachmentId> ids) {
        return reader.getAttachments(ids);
      }

      @Override
      public Collection<MessageId> getRelatedMessageIds(AttachmentId id) throws MailboxException {
        return reader.getRelatedMessageIds(id);
      }
    };
  }

  private void add(MessageId id, Collection<ParsedAttachment> attachments) throws MailboxException {
    Mailbox mailbox =
        provider
            .createMailboxMapper()
            .create(
                MailboxPath.forUser(USER, "box" + mailboxes.incrementAndGet()), UidValidity.of(1))
            .block();
    byte[] bytes = multipart(attachments);
    provider
        .createMessageMapper()
        .add(
            mailbox,
            new SimpleMailboxMessage(
                id,
                ThreadId.fromBaseMessageId(id),
                Date.from(Instant.now()),
                bytes.length,
                0,
                new ByteContent(bytes),
                new Flags(),
                new PropertyBuilder().build(),
                mailbox.getMailboxId()));
  }

  private static byte[] multipart(Collection<ParsedAttachment> attachments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, "Content-Type: multipart/mixed; boundary=b\r\n\r\n");
    try {
      for (ParsedAttachment attachment : attachments) {
        write(out, "--b\r\nContent-Type: " + attachment.getContentType().asString() + "\r\n");
        write(out, "Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        out.write(Base64.getMimeEncoder().encode(attachment.getContent().read()));
        write(out, "\r\n");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    write(out, "--b--\r\n");
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
