package org.godwit.imap.command;

import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.message.request.LsubRequest;

/** LSUB (RFC 3501 §9), with names as the session writes them (RFC 9755 §3). */
final class LsubParser extends AbstractImapCommandParser {

  LsubParser(StatusResponseFactory responses) {
    super(ImapConstants.LSUB_COMMAND, responses);
  }

  @Override
  protected ImapMessage decode(ImapRequestLineReader in, Tag tag, ImapSession session)
      throws DecodingException {
    boolean utf8 = Dialect.utf8(session);
    in.nextWordChar();
    String reference = ListParser.reference(in, utf8);
    in.nextWordChar();
    String pattern = ListParser.pattern(in, utf8);
    in.eol();
    return new LsubRequest(reference, pattern, tag);
  }
}
