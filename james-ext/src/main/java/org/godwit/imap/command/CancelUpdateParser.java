package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/** CANCELUPDATE (RFC 5267 §5): one tag or more, each in quotes. */
final class CancelUpdateParser extends AbstractImapCommandParser {

  CancelUpdateParser(StatusResponseFactory responses) {
    super(CancelUpdateRequest.COMMAND, responses);
  }

  @Override
  protected ImapMessage decode(ImapRequestLineReader in, Tag tag, ImapSession session)
      throws DecodingException {
    List<String> searches = new ArrayList<>();
    do {
      in.nextWordChar();
      searches.add(in.consumeQuoted());
    } while (in.nextWordCharLenient().isPresent());
    in.eol();
    return new CancelUpdateRequest(tag, searches);
  }
}
