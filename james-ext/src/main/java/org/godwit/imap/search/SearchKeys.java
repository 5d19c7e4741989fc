package org.godwit.imap.search;

import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.mail.Flags.Flag;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.AddressType;
import org.apache.james.mailbox.model.SearchQuery.Criterion;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;
import org.apache.james.mailbox.model.ThreadId;

/**
 * Reads search keys (9051 §6.4.4), with those of WITHIN (RFC 5032), CONDSTORE (RFC 7162), OBJECTID
 * (RFC 8474), SAVEDATE (RFC 8514), SEARCHRES (RFC 5182) and MESSAGELIMIT (RFC 9738). One reader for
 * one command.
 */
final class SearchKeys {

  /** Deeper is no search, it is an attack on the stack. */
  private static final int DEEPEST = 100;

  private static final int MOST = 10_000;
  private static final Criterion NOTHING = SearchQuery.uid();

  private static final Map<String, Supplier<Criterion>> WITHOUT_ARGUMENT =
      Map.ofEntries(
          Map.entry("ALL", SearchQuery::all),
          Map.entry("ANSWERED", () -> SearchQuery.flagIsSet(Flag.ANSWERED)),
          Map.entry("DELETED", () -> SearchQuery.flagIsSet(Flag.DELETED)),
          Map.entry("DRAFT", () -> SearchQuery.flagIsSet(Flag.DRAFT)),
          Map.entry("FLAGGED", () -> SearchQuery.flagIsSet(Flag.FLAGGED)),
          Map.entry("RECENT", () -> SearchQuery.flagIsSet(Flag.RECENT)),
          Map.entry("SEEN", () -> SearchQuery.flagIsSet(Flag.SEEN)),
          Map.entry("OLD", () -> SearchQuery.flagIsUnSet(Flag.RECENT)),
          Map.entry("UNANSWERED", () -> SearchQuery.flagIsUnSet(Flag.ANSWERED)),
          Map.entry("UNDELETED", () -> SearchQuery.flagIsUnSet(Flag.DELETED)),
          Map.entry("UNDRAFT", () -> SearchQuery.flagIsUnSet(Flag.DRAFT)),
          Map.entry("UNFLAGGED", () -> SearchQuery.flagIsUnSet(Flag.FLAGGED)),
          Map.entry("UNSEEN", () -> SearchQuery.flagIsUnSet(Flag.SEEN)),
          Map.entry(
              "NEW",
              () ->
                  SearchQuery.and(
                      SearchQuery.flagIsSet(Flag.RECENT), SearchQuery.flagIsUnSet(Flag.SEEN))),
          Map.entry("SAVEDATESUPPORTED", SearchQuery::saveDateSupported));

  private final ImapRequestLineReader in;
  private final ImapSession session;
  private final MessageId.Factory ids;
  private final Charset charset;
  private Optional<String> begun;
  private boolean usesModseq;
  private boolean usesNumbers;
  private int depth;
  private int count;

  /**
   * A reader.
   *
   * @param charset of strings
   * @param begun the first word, when it was read already
   */
  SearchKeys(
      ImapRequestLineReader in,
      ImapSession session,
      MessageId.Factory ids,
      Charset charset,
      Optional<String> begun) {
    this.begun = begun;
    this.in = in;
    this.session = session;
    this.ids = ids;
    this.charset = charset;
  }

  /** Whether MODSEQ was among the keys. */
  boolean usesModseq() {
    return usesModseq;
  }

  /** Whether message numbers were among the keys. */
  boolean usesNumbers() {
    return usesNumbers;
  }

  /** All keys up to the end of the command. */
  List<Criterion> all() throws DecodingException {
    List<Criterion> keys = new ArrayList<>();
    do {
      keys.add(key());
    } while (in.nextChar() == ' ');
    in.eol();
    return keys;
  }

  private Criterion key() throws DecodingException {
    if (++depth > DEEPEST || ++count > MOST) {
      throw Tokens.wrong("too many search keys");
    }
    Optional<String> first = begun;
    begun = Optional.empty();
    Criterion key =
        first.isPresent()
            ? named(first.get())
            : in.nextWordChar() == '(' ? group() : named(Tokens.word(in));
    depth--;
    return key;
  }

  private Criterion group() throws DecodingException {
    in.consumeChar('(');
    List<Criterion> keys = new ArrayList<>();
    do {
      keys.add(key());
    } while (in.nextWordChar() != ')');
    in.consumeChar(')');
    return SearchQuery.and(keys);
  }

  private Criterion named(String name) throws DecodingException {
    Supplier<Criterion> simple = WITHOUT_ARGUMENT.get(name);
    if (simple != null) {
      return simple.get();
    }
    if (SetKeys.isSet(name)) {
      usesNumbers |= !name.equals("$");
      return SetKeys.numbers(name, session);
    }
    return switch (name) {
      case "NOT" -> SearchQuery.not(key());
      case "OR" -> SearchQuery.or(key(), key());
      case "UIDAFTER" -> SetKeys.after(Tokens.number(in));
      case "UIDBEFORE" -> SetKeys.before(Tokens.number(in));
      case "UID" -> SetKeys.uids(Tokens.word(in), session);
      case "KEYWORD" -> SearchQuery.flagIsSet(flag());
      case "UNKEYWORD" -> SearchQuery.flagIsUnSet(flag());
      case "LARGER" -> SearchQuery.sizeGreaterThan(Tokens.number(in));
      case "SMALLER" -> SearchQuery.sizeLessThan(Tokens.number(in));
      case "MODSEQ" -> modseq();
      case "EMAILID" -> email();
      case "THREADID" -> thread();
      default -> text(name);
    };
  }

  private Criterion text(String name) throws DecodingException {
    return switch (name) {
      case "TEXT" -> SearchQuery.mailContains(string());
      case "BODY" -> SearchQuery.bodyContains(string());
      case "SUBJECT" -> SearchQuery.subject(string());
      case "FROM" -> SearchQuery.address(AddressType.From, string());
      case "TO" -> SearchQuery.address(AddressType.To, string());
      case "CC" -> SearchQuery.address(AddressType.Cc, string());
      case "BCC" -> SearchQuery.address(AddressType.Bcc, string());
      case "HEADER" -> header();
      default -> date(name);
    };
  }

  private Criterion header() throws DecodingException {
    String name = string();
    in.nextWordChar();
    String value = string();
    return value.isEmpty()
        ? SearchQuery.headerExists(name)
        : SearchQuery.headerContains(name, value);
  }

  private Criterion date(String name) throws DecodingException {
    BiFunction<Date, DateResolution, Criterion> before = SearchQuery::internalDateBefore;
    BiFunction<Date, DateResolution, Criterion> on = SearchQuery::internalDateOn;
    BiFunction<Date, DateResolution, Criterion> after = SearchQuery::internalDateAfter;
    String key = name;
    if (name.startsWith("SENT")) {
      key = name.substring("SENT".length());
      before = (day, by) -> SearchQuery.headerDateBefore("Date", day, by);
      on = (day, by) -> SearchQuery.headerDateOn("Date", day, by);
      after = (day, by) -> SearchQuery.headerDateAfter("Date", day, by);
    } else if (name.startsWith("SAVED")) {
      key = name.substring("SAVED".length());
      before = SearchQuery::saveDateBefore;
      on = SearchQuery::saveDateOn;
      after = SearchQuery::saveDateAfter;
    }
    return switch (key) {
      case "BEFORE" -> before.apply(day(), DateResolution.Day);
      case "ON" -> on.apply(day(), DateResolution.Day);
      case "SINCE" -> {
        Date day = day();
        yield SearchQuery.or(
            on.apply(day, DateResolution.Day), after.apply(day, DateResolution.Day));
      }
      case "OLDER" -> {
        Date then = ago(name);
        yield SearchQuery.or(
            on.apply(then, DateResolution.Second), before.apply(then, DateResolution.Second));
      }
      case "YOUNGER" -> {
        Date then = ago(name);
        yield SearchQuery.or(
            on.apply(then, DateResolution.Second), after.apply(then, DateResolution.Second));
      }
      default -> throw Tokens.wrong("unknown search key");
    };
  }

  private Date day() throws DecodingException {
    boolean quoted = in.nextWordChar() == '"';
    if (quoted) {
      in.consumeChar('"');
    }
    Date day = in.date().toDate();
    if (quoted) {
      in.consumeChar('"');
    }
    return day;
  }

  /** 5032 §2: a number of seconds, of which there is at least one. */
  private Date ago(String name) throws DecodingException {
    long seconds = Tokens.number(in);
    if (seconds == 0 || !(name.equals("OLDER") || name.equals("YOUNGER"))) {
      throw Tokens.wrong("unknown search key");
    }
    return Date.from(Instant.now().minusSeconds(Math.min(seconds, Integer.MAX_VALUE)));
  }

  private String string() throws DecodingException {
    in.nextWordChar();
    return in.astring(charset);
  }

  private String flag() throws DecodingException {
    in.nextWordChar();
    return in.atom();
  }

  private Criterion modseq() throws DecodingException {
    if (in.nextWordChar() == '"') { // 7162 §3.1.5: the name of an entry and its type
      in.consumeQuoted();
      Tokens.word(in);
    }
    long modseq = Tokens.number(in);
    usesModseq = true;
    return SearchQuery.or(SearchQuery.modSeqEquals(modseq), SearchQuery.modSeqGreaterThan(modseq));
  }

  private Criterion email() throws DecodingException {
    String id = string();
    try {
      return SearchQuery.hasMessageId(ids.fromString(id));
    } catch (IllegalArgumentException e) {
      return NOTHING; // 8474 §6: no message has such an id
    }
  }

  private Criterion thread() throws DecodingException {
    String id = string();
    try {
      return SearchQuery.threadId(ThreadId.fromBaseMessageId(ids.fromString(id)));
    } catch (IllegalArgumentException e) {
      return NOTHING;
    }
  }
}
