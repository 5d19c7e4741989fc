package org.godwit.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.message.BytesBackedLiteral;
import org.apache.james.imap.message.Literal;
import org.apache.james.mailbox.model.MailboxConstants;
import org.godwit.imap.command.Dialect;
import org.godwit.imap.command.Names;
import org.godwit.imap.command.SavedSearch;

/**
 * Lets James's parsers read a {@link Command} that has come whole. Nothing beyond the command can
 * be reached through it. One reader, one thread.
 */
final class CommandReader extends ImapRequestLineReader {
  private final List<Command.Part> parts;
  private final boolean uids;
  private final ImapSession session;
  private int part;
  private int position;

  CommandReader(Command command, ImapSession session) {
    this.session = session;
    this.parts = command.parts();
    this.uids = command.usesUids();
  }

  @Override
  public IdRange[] parseIdRange(ImapSession session) throws DecodingException {
    if (session != null && nextWordChar() == '$') { // 5182 §2.1
      consume();
      return SavedSearch.get(session, uids);
    }
    return super.parseIdRange(null);
  }

  @Override
  public String mailbox() throws DecodingException {
    if (Dialect.utf8(session)) {
      String name = astring(StandardCharsets.UTF_8); // 9755 §3, 9051 §5.1
      return name.equalsIgnoreCase(MailboxConstants.INBOX) ? MailboxConstants.INBOX : name;
    }
    return Names.decoded(mailboxUTF7()).orElseThrow(NoMailboxName::new);
  }

  @Override
  public char nextChar() throws DecodingException {
    if (!nextSeen) {
      byte[] line = line();
      if (position == line.length) {
        throw malformed("unexpected end of the command");
      }
      nextChar = (char) (line[position++] & 0xff);
      nextSeen = true;
    }
    return nextChar;
  }

  private byte[] line() throws DecodingException {
    if (parts.get(part) instanceof Command.Line line) {
      return line.text();
    }
    throw malformed("a literal is not expected here");
  }

  @Override
  public Literal read(int size, boolean extraCrlf) throws IOException {
    if (nextSeen || position != line().length || part + 1 == parts.size()) {
      throw malformed("a literal is announced at the end of a line");
    }
    Literal literal =
        switch (parts.get(part + 1)) {
          case Command.Bytes bytes -> BytesBackedLiteral.of(bytes.content());
          case Command.Spilled spilled -> spilled.file();
          case Command.Line line -> throw malformed("no literal follows");
        };
    if (literal.size() != size) {
      throw malformed("the size of the literal is not what was announced");
    }
    part += 2;
    position = 0;
    if (extraCrlf) {
      eol();
    }
    return literal;
  }

  @Override
  protected void commandContinuationRequest() {
    // said by the connection when the literal was announced
  }

  private static DecodingException malformed(String why) {
    return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, why);
  }
}
