package org.godwit.imap.command;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/** CREATE, with a special use (RFC 6154 §3). */
final class CreateParser extends AbstractImapCommandParser {
  private static final Map<String, String> USES =
      Map.of(
          "\\ARCHIVE", "\\Archive",
          "\\DRAFTS", "\\Drafts",
          "\\FLAGGED", "\\Flagged",
          "\\JUNK", "\\Junk",
          "\\SENT", "\\Sent",
          "\\TRASH", "\\Trash",
          "\\ALL", "\\All");

  CreateParser(StatusResponseFactory responses) {
    super(ImapConstants.CREATE_COMMAND, responses);
  }

  @Override
  protected ImapMessage decode(ImapRequestLineReader in, Tag tag, ImapSession session)
      throws DecodingException {
    String name = in.mailbox();
    String delimiter = String.valueOf(session.getMailboxSession().getPathDelimiter());
    if (name.endsWith(delimiter)) {
      name = name.substring(0, name.length() - 1); // 9051 §6.3.4: it only says what will come
    }
    String use = null;
    if (in.nextWordCharLenient().isPresent()) {
      use = use(in);
    }
    in.eol();
    return new CreateMailboxRequest(tag, name, Optional.ofNullable(use));
  }

  /** {@code (USE (\Archive))}; one use, as all that we can keep. */
  private static String use(ImapRequestLineReader in) throws DecodingException {
    in.consumeChar('(');
    if (!ListParser.word(in).equals("USE")) {
      throw ListParser.wrong("USE is all that may be asked");
    }
    in.nextWordChar();
    in.consumeChar('(');
    String word = ListParser.word(in);
    in.consumeChar(')');
    in.nextWordChar();
    in.consumeChar(')');
    String use = USES.get(word);
    return use == null ? word.toLowerCase(Locale.ROOT) : use;
  }

  static boolean isKnown(String use) {
    return USES.containsValue(use);
  }
}
