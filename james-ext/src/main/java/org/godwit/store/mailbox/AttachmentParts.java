package org.godwit.store.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.model.AttachmentId;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.MessageAttachmentMetadata;
import org.apache.james.mailbox.model.ParsedAttachment;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;

/**
 * The attachments of a message, found in its bytes. They are not stored beside it: an attachment's
 * id is its message's and its place there.
 */
final class AttachmentParts {

  private static final MessageParser PARSER = new MessageParser();

  private AttachmentParts() {}

  static AttachmentId id(StoreMessageId message, int place) {
    return AttachmentId.from(message.serialize() + "-" + place);
  }

  static List<MessageAttachmentMetadata> of(StoreMessageId message, Content content)
      throws IOException {
    try (InputStream in = content.getInputStream()) {
      MessageParser.ParsingResult parsed = PARSER.retrieveAttachments(in);
      try {
        return describe(message, parsed.getAttachments());
      } finally {
        parsed.dispose();
      }
    }
  }

  static List<MessageAttachmentMetadata> describe(
      StoreMessageId message, Iterable<ParsedAttachment> attachments) throws IOException {
    List<MessageAttachmentMetadata> described = new ArrayList<>();
    for (ParsedAttachment attachment : attachments) {
      described.add(attachment.asMessageAttachment(id(message, described.size()), message));
    }
    return described;
  }
}
