package org.godwit.imap.command;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
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
import org.godwit.imap.command.AppendMessages.Message;
import org.godwit.imap.command.AppendMessages.Piece;

/**
 * APPEND (RFC 9051 §6.3.12) of several messages (RFC 3502), also in literal8 (RFC 3516 §4.4) and
 * put together from what is here (RFC 4469 §3).
 */
final class AppendParser extends AbstractImapCommandParser {

  /** URLs in one command; each costs a look at the store. */
  private static final int MOST_URLS = 100;

  private final Clock clock;

  AppendParser(StatusResponseFactory responses, Clock clock) {
    super(ImapConstants.APPEND_COMMAND, responses);
    this.clock = clock;
  }

  @Override
  protected ImapMessage decode(ImapRequestLineReader in, Tag tag, ImapSession session)
      throws DecodingException {
    String mailbox = in.mailbox();
    List<Message> messages = new ArrayList<>();
    do {
      messages.add(message(in, Dialect.utf8(session)));
    } while (in.nextWordCharLenient().isPresent());
    in.eol();
    if (messages.stream().mapToLong(AppendParser::urls).sum() > MOST_URLS) {
      throw ListParser.wrong("too many URLs");
    }
    return new AppendMessages(tag, mailbox, messages);
  }

  private static long urls(Message message) {
    return message.pieces().stream().filter(AppendMessages.Url.class::isInstance).count();
  }

  private Message message(ImapRequestLineReader in, boolean utf8) throws DecodingException {
    Flags flags = in.nextWordChar() == '(' ? in.flagList() : new Flags();
    Date date = in.nextWordChar() == '"' ? date(in) : Date.from(clock.instant());
    List<Piece> pieces = new ArrayList<>();
    boolean binary = false;
    char first = in.nextWordChar();
    if (first == '{' || first == '~') {
      binary = text(in, pieces);
    } else {
      switch (ListParser.word(in)) {
        case "CATENATE" -> {
          in.nextWordChar();
          in.consumeChar('(');
          do {
            binary |= piece(in, utf8, pieces);
          } while (in.nextWordChar() != ')');
          in.consumeChar(')');
        }
        case "UTF8" -> binary = utf8(in, utf8, pieces);
        default -> throw ListParser.wrong("a literal, UTF8 or CATENATE may follow");
      }
    }
    return new Message(List.copyOf(pieces), flags, date, binary);
  }

  /** 4469 §5, cat-part. */
  private static boolean piece(ImapRequestLineReader in, boolean utf8, List<Piece> pieces)
      throws DecodingException {
    return switch (ListParser.word(in)) {
      case "TEXT" -> {
        in.nextWordChar();
        yield text(in, pieces);
      }
      case "UTF8" -> utf8(in, utf8, pieces);
      case "URL" -> {
        pieces.add(new AppendMessages.Url(in.astring()));
        yield false;
      }
      default -> throw ListParser.wrong("TEXT or URL");
    };
  }

  /** A message whose header is UTF-8, which is told by clients of RFC 6855 (6855 §4). */
  private static boolean utf8(ImapRequestLineReader in, boolean enabled, List<Piece> pieces)
      throws DecodingException {
    if (!enabled) {
      throw ListParser.wrong("ENABLE UTF8=ACCEPT comes first");
    }
    in.nextWordChar();
    in.consumeChar('(');
    in.nextWordChar();
    boolean binary = text(in, pieces);
    in.nextWordChar();
    in.consumeChar(')');
    return binary;
  }

  /** Reads a literal; true for a literal8. */
  private static boolean text(ImapRequestLineReader in, List<Piece> pieces)
      throws DecodingException {
    boolean binary = in.nextChar() == '~';
    if (binary) {
      in.consumeChar('~');
    }
    pieces.add(new AppendMessages.Text(literal(in)));
    return binary;
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
