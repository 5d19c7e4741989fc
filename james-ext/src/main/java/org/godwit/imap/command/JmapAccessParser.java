package org.godwit.imap.command;

import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/** GETJMAPACCESS (RFC 9698 §4), which has no arguments. */
final class JmapAccessParser extends AbstractImapCommandParser {

  JmapAccessParser(StatusResponseFactory responses) {
    super(JmapAccessRequest.COMMAND, responses);
  }

  @Override
  protected ImapMessage decode(ImapRequestLineReader in, Tag tag, ImapSession session)
      throws DecodingException {
    in.eol();
    return new JmapAccessRequest(tag);
  }
}
