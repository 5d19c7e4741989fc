package org.godwit.imap.command;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.message.Literal;
import org.godwit.store.mailbox.MessageSets.Incoming;

/** APPEND (RFC 9051 §6.3.12) of several messages (RFC 3502), also in literal8 (RFC 3516 §4.4). */
final class AppendParser extends AbstractImapCommandParser {
  private final Clock clock;

  AppendParser(StatusResponseFactory responses, Clock clock) {
    super(ImapConstants.APPEND_COMMAND, responses);
    this.clock = clock;
  }

  @Override
  protected ImapMessage decode(ImapRequestLineReader in, Tag tag, ImapSession session)
      throws DecodingException {
    String mailbox = in.mailbox();
    List<Incoming> messages = new ArrayList<>();
    boolean binary = false;
    do {
      Flags flags = in.nextWordChar() == '(' ? in.flagList() : new Flags();
      Date date = in.nextWordChar() == '"' ? date(in) : Date.from(clock.instant());
      if (in.nextWordChar() == '~') {
        in.consumeChar('~');
        binary = true;
      }
      messages.add(new Incoming(literal(in).asMailboxContent(), flags, date));
    } while (!in.nextWordCharLenient().equals(Optional.empty()));
    in.eol();
    return new AppendMessages(tag, mailbox, messages, binary);
  }

  private static Date date(ImapRequestLineReader in) throws DecodingException {
    return Date.from(in.dateTime().atZone(ZoneId.systemDefault()).toInstant());
  }

  private static Literal literal(ImapRequestLineReader in) throws DecodingException {
    try {
      return in.consumeLiteral(false).right;
    } catch (IOException e) {
      throw new DecodingException(
          HumanReadableText.SOCKET_IO_FAILURE, "the literal cannot be read", e);
    }
  }
}
