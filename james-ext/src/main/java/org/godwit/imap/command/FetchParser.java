package org.godwit.imap.command;

import java.util.Optional;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.FetchCommandParser;
import org.godwit.imap.fetch.FetchItems;
import org.godwit.imap.search.ReturnOptions;

/**
 * FETCH (RFC 9051 §6.4.5) with CHANGEDSINCE and VANISHED (RFC 7162 §3.1.4.1, §3.2.6), PARTIAL (RFC
 * 9394 §3.4), EMAILID and THREADID (RFC 8474 §5), SAVEDATE (RFC 8514), BINARY (RFC 3516) and
 * PREVIEW (RFC 8970).
 */
final class FetchParser extends FetchCommandParser {

  FetchParser(StatusResponseFactory responses) {
    super(responses);
  }

  @Override
  protected ImapMessage decode(
      ImapRequestLineReader in, Tag tag, boolean useUids, ImapSession session)
      throws DecodingException {
    IdRange[] set = in.parseIdRange(session);
    FetchData.Builder fetch = FetchData.builder();
    if (useUids) {
      fetch.fetch(Item.UID);
    }
    FetchItems.read(in, fetch);
    Optional<ReturnOptions.Partial> partial = Optional.empty();
    if (in.nextWordCharLenient().isPresent()) {
      partial = modifiers(in, fetch);
    }
    in.eol();
    if (partial.isPresent() && !useUids) {
      throw ListParser.wrong("PARTIAL is for UID FETCH"); // 9394 §3.4
    }
    return new FetchMessages(tag, useUids, set, fetch.build(), partial);
  }

  private static Optional<ReturnOptions.Partial> modifiers(
      ImapRequestLineReader in, FetchData.Builder fetch) throws DecodingException {
    Optional<ReturnOptions.Partial> partial = Optional.empty();
    in.consumeChar('(');
    while (in.nextWordChar() != ')') {
      switch (ListParser.word(in)) {
        case "CHANGEDSINCE" -> {
          in.nextWordChar();
          fetch.changedSince(in.number());
        }
        case "VANISHED" -> fetch.vanished(true);
        case "PARTIAL" -> partial = Optional.of(ReturnOptions.Partial.of(ListParser.word(in)));
        default -> throw ListParser.wrong("unknown modifier");
      }
    }
    in.consumeChar(')');
    return partial;
  }
}
