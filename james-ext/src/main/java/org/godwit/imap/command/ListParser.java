package org.godwit.imap.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/** LIST with selection and return options and with several patterns (RFC 5258 §6, RFC 9051 §9). */
final class ListParser extends AbstractImapCommandParser {
  private static final Set<String> SELECTIONS =
      Set.of("SUBSCRIBED", "REMOTE", "RECURSIVEMATCH", "SPECIAL-USE");
  private static final Set<String> RETURNS =
      Set.of("SUBSCRIBED", "CHILDREN", "SPECIAL-USE", "MYRIGHTS");

  ListParser(StatusResponseFactory responses) {
    super(ImapConstants.LIST_COMMAND, responses);
  }

  @Override
  protected ImapMessage decode(ImapRequestLineReader in, Tag tag, ImapSession session)
      throws DecodingException {
    Set<String> selected = in.nextWordChar() == '(' ? selection(in) : Set.of();
    boolean utf8 = Dialect.utf8(session);
    String reference = reference(in, utf8);
    boolean several = in.nextWordChar() == '(';
    List<String> patterns = several ? patterns(in, utf8) : List.of(pattern(in, utf8));
    Set<String> returned = new HashSet<>();
    Optional<StatusDataItems> status = Optional.empty();
    if (in.nextWordCharLenient().isPresent()) {
      status = returns(in, returned);
    }
    in.eol();
    if (selected.contains("RECURSIVEMATCH") && !selected.contains("SUBSCRIBED")) {
      throw wrong("RECURSIVEMATCH selects nothing by itself"); // 5258 §3.1
    }
    return new ListMailboxesRequest(tag, reference, patterns, selected, returned, status);
  }

  private static Set<String> selection(ImapRequestLineReader in) throws DecodingException {
    Set<String> selected = new HashSet<>();
    for (String word = open(in); !word.isEmpty(); word = word(in)) {
      known(word, SELECTIONS);
      selected.add(word);
    }
    in.consumeChar(')');
    return selected;
  }

  private static Optional<StatusDataItems> returns(ImapRequestLineReader in, Set<String> returned)
      throws DecodingException {
    if (!word(in).equals("RETURN") || in.nextWordChar() != '(') {
      throw wrong("RETURN (options) is all that may follow");
    }
    Optional<StatusDataItems> status = Optional.empty();
    for (String word = open(in); !word.isEmpty(); word = word(in)) {
      if (word.equals("STATUS")) {
        status = Optional.of(StatusItems.read(in));
      } else {
        known(word, RETURNS);
        returned.add(word);
      }
    }
    in.consumeChar(')');
    return status;
  }

  private static List<String> patterns(ImapRequestLineReader in, boolean utf8)
      throws DecodingException {
    in.consumeChar('(');
    List<String> patterns = new ArrayList<>();
    while (in.nextWordChar() != ')') {
      patterns.add(pattern(in, utf8));
    }
    in.consumeChar(')');
    if (patterns.isEmpty()) {
      throw wrong("no pattern");
    }
    return patterns;
  }

  /** What stands before each pattern. */
  static String reference(ImapRequestLineReader in, boolean utf8) throws DecodingException {
    return utf8 ? in.mailbox() : decoded(in.mailboxUTF7());
  }

  /** A pattern for names. */
  static String pattern(ImapRequestLineReader in, boolean utf8) throws DecodingException {
    char first = in.nextWordChar();
    if (first == '"' || first == '{') {
      return utf8 ? in.astring(StandardCharsets.UTF_8) : decoded(in.astring());
    }
    StringBuilder pattern = new StringBuilder();
    for (char c = first; !isEnd(c); c = in.nextChar()) {
      if (c < ' ' || c > '~' || "({\"\\".indexOf(c) >= 0) {
        throw wrong("not a pattern"); // 9051 §9: list-char
      }
      pattern.append(in.consume());
    }
    return utf8 ? pattern.toString() : decoded(pattern.toString());
  }

  /** What is no modified UTF-7 matches the name of no mailbox, and that is no error. */
  private static String decoded(String pattern) {
    return Names.decoded(pattern).orElse(pattern);
  }

  private static boolean isEnd(char c) {
    return c == ' ' || c == ')' || c == '\r' || c == '\n';
  }

  private static String open(ImapRequestLineReader in) throws DecodingException {
    in.consumeChar('(');
    return word(in);
  }

  /** The next word in upper case; empty before a parenthesis. */
  static String word(ImapRequestLineReader in) throws DecodingException {
    StringBuilder word = new StringBuilder();
    for (char c = in.nextWordChar(); !isEnd(c) && c != '('; c = in.nextChar()) {
      word.append(in.consume());
    }
    return word.toString().toUpperCase(Locale.ROOT);
  }

  private static void known(String word, Set<String> words) throws DecodingException {
    if (!words.contains(word)) {
      throw wrong("unknown option");
    }
  }

  static DecodingException wrong(String why) {
    return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, why);
  }
}
