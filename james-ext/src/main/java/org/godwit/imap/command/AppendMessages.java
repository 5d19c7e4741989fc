package org.godwit.imap.command;

import java.util.List;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.godwit.store.mailbox.MessageSets.Incoming;

/** APPEND as it was asked: one message, or several. */
final class AppendMessages extends AbstractImapRequest {
  private final String mailbox;
  private final List<Incoming> messages;
  private final boolean binary;

  AppendMessages(Tag tag, String mailbox, List<Incoming> messages, boolean binary) {
    super(tag, ImapConstants.APPEND_COMMAND);
    this.mailbox = mailbox;
    this.messages = List.copyOf(messages);
    this.binary = binary;
  }

  String mailbox() {
    return mailbox;
  }

  List<Incoming> messages() {
    return messages;
  }

  /** Whether one of them came as a literal8, and may hold NUL. */
  boolean binary() {
    return binary;
  }
}
