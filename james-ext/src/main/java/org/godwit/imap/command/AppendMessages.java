package org.godwit.imap.command;

import java.util.Date;
import java.util.List;
import javax.mail.Flags;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.Literal;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** APPEND as it was asked: one message, or several. */
final class AppendMessages extends AbstractImapRequest {

  /** What a message is put together from. */
  sealed interface Piece permits Text, Url {}

  /** Octets that came with the command. */
  record Text(Literal octets) implements Piece {}

  /** A message that is here, or a part of one (4469 §3). */
  record Url(String url) implements Piece {}

  /**
   * A message.
   *
   * @param pieces one text, unless it is to be put together
   * @param binary whether a piece came as a literal8, and may hold NUL
   */
  record Message(List<Piece> pieces, Flags flags, Date date, boolean binary) {}

  private final String mailbox;
  private final List<Message> messages;

  AppendMessages(Tag tag, String mailbox, List<Message> messages) {
    super(tag, ImapConstants.APPEND_COMMAND);
    this.mailbox = mailbox;
    this.messages = List.copyOf(messages);
  }

  String mailbox() {
    return mailbox;
  }

  List<Message> messages() {
    return messages;
  }
}
