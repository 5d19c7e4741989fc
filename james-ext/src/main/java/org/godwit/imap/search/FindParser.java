package org.godwit.imap.search;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponse.ResponseCode;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.SearchCommandParser;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.Criterion;
import org.godwit.imap.command.Dialect;
import org.godwit.imap.search.FindRequest.Question;

/**
 * Reads SEARCH, SORT and THREAD (9051 §6.4.4, 5256 §3, 5267 §3.3). It is one of James's only so
 * that his UID command finds it.
 */
public final class FindParser extends SearchCommandParser {

  /** Which of them. */
  public enum Kind {
    SEARCH,
    SORT,
    THREAD;

    private ImapCommand command() {
      return switch (this) {
        case SEARCH -> ImapConstants.SEARCH_COMMAND;
        case SORT -> FindRequest.ForSort.COMMAND;
        case THREAD -> FindRequest.ForThread.COMMAND;
      };
    }
  }

  private final Kind kind;
  private final MessageId.Factory ids;

  public FindParser(Kind kind, MessageId.Factory ids, StatusResponseFactory responses) {
    super(responses);
    this.kind = kind;
    this.ids = ids;
  }

  @Override
  public ImapCommand getCommand() {
    return kind.command();
  }

  @Override
  protected ImapMessage decode(
      ImapRequestLineReader in, Tag tag, boolean usesUids, ImapSession session)
      throws DecodingException {
    try {
      return switch (kind) {
        case SEARCH -> search(in, tag, usesUids, session);
        case SORT -> sort(in, tag, usesUids, session);
        case THREAD -> thread(in, tag, usesUids, session);
      };
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return taggedNo(
          tag, kind.command(), HumanReadableText.BAD_CHARSET, ResponseCode.badCharset());
    }
  }

  private ImapMessage search(
      ImapRequestLineReader in, Tag tag, boolean usesUids, ImapSession session)
      throws DecodingException {
    ReturnOptions returns = ReturnOptions.NONE;
    Charset charset = StandardCharsets.UTF_8; // a superset of what goes without saying
    Optional<String> word = word(in);
    if (word.filter("RETURN"::equals).isPresent()) {
      returns = ReturnOptions.read(in);
      word = word(in);
    }
    if (word.filter("CHARSET"::equals).isPresent()) {
      if (Dialect.onlyUtf8(session)) {
        throw Tokens.wrong("everything is UTF-8 already"); // 9755 §3
      }
      charset = charset(in);
      word = Optional.empty();
    }
    SearchKeys keys = new SearchKeys(in, session, ids, charset, word);
    return new FindRequest.ForSearch(tag, question(keys, session, usesUids, returns));
  }

  /** A word, where none of the parts of a search begins that are no words. */
  private static Optional<String> word(ImapRequestLineReader in) throws DecodingException {
    return in.nextWordChar() == '(' ? Optional.empty() : Optional.of(Tokens.word(in));
  }

  private ImapMessage sort(ImapRequestLineReader in, Tag tag, boolean usesUids, ImapSession session)
      throws DecodingException {
    ReturnOptions returns = ReturnOptions.NONE;
    Optional<String> word = word(in);
    if (word.isPresent()) {
      if (!word.get().equals("RETURN")) {
        throw Tokens.wrong("criteria are missing");
      }
      returns = ReturnOptions.read(in);
    }
    SortOrder order = SortOrder.read(in);
    Charset charset = charset(in);
    SearchKeys keys = new SearchKeys(in, session, ids, charset, Optional.empty());
    return new FindRequest.ForSort(tag, question(keys, session, usesUids, returns), order);
  }

  private ImapMessage thread(
      ImapRequestLineReader in, Tag tag, boolean usesUids, ImapSession session)
      throws DecodingException {
    Threading threading = Threading.of(Tokens.word(in));
    Charset charset = charset(in);
    SearchKeys keys = new SearchKeys(in, session, ids, charset, Optional.empty());
    return new FindRequest.ForThread(
        tag, question(keys, session, usesUids, ReturnOptions.NONE), threading);
  }

  private static Charset charset(ImapRequestLineReader in) throws DecodingException {
    in.nextWordChar();
    return Charset.forName(in.astring());
  }

  private static Question question(
      SearchKeys keys, ImapSession session, boolean usesUids, ReturnOptions returns)
      throws DecodingException {
    List<Criterion> all = keys.all();
    SearchQuery query =
        SearchQuery.builder()
            .andCriteria(all)
            .addRecentMessageUids(session.getSelected().getRecent())
            .build();
    return new Question(query, keys.usesModseq(), keys.usesNumbers(), usesUids, returns);
  }
}
