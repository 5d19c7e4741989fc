package org.godwit.imap.search;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.godwit.imap.fetch.FetchItems;

/**
 * What of a result is told and kept (RFC 4731, RFC 5182, RFC 5267, RFC 9394).
 *
 * @param options none when RETURN was not said at all
 * @param partial the part that PARTIAL asks for
 * @param ofNew what UPDATE wants of messages that join the result when they come (5465 §7)
 */
public record ReturnOptions(
    Set<Option> options, Optional<Partial> partial, Optional<FetchData> ofNew) {

  /** Without RETURN. */
  static final ReturnOptions NONE = new ReturnOptions(Set.of(), Optional.empty(), Optional.empty());

  /** A result option. */
  public enum Option {
    MIN,
    MAX,
    ALL,
    COUNT,
    SAVE,
    PARTIAL,
    /** Only a hint (5267 §4.2). */
    CONTEXT,
    UPDATE
  }

  /**
   * Results counted from 1, or from the last with negative numbers (9394 §3.1).
   *
   * @param from the end that is nearer to where it is counted from
   */
  public record Partial(long from, long to) {

    /** Reads a range. */
    public static Partial of(String text) throws DecodingException {
      int colon = text.indexOf(':');
      if (colon <= 0) {
        throw Tokens.wrong("PARTIAL takes a range");
      }
      long one = end(text.substring(0, colon));
      long other = end(text.substring(colon + 1));
      if (one < 0 != other < 0) {
        throw Tokens.wrong("both ends are counted from the same side");
      }
      boolean ordered = Math.abs(one) <= Math.abs(other);
      return ordered ? new Partial(one, other) : new Partial(other, one);
    }

    private static long end(String text) throws DecodingException {
      boolean backwards = text.startsWith("-");
      long number = Tokens.number(backwards ? text.substring(1) : text);
      if (number == 0) {
        throw Tokens.wrong("results are counted from 1");
      }
      return backwards ? -number : number;
    }

    /** As it is written. */
    public String text() {
      return from + ":" + to;
    }

    /** The first of so many results, counted from 0; behind the last when there are none. */
    public int start(int results) {
      long start = from > 0 ? from - 1 : Math.max(0, results + to);
      return (int) Math.min(results, start);
    }

    /** Behind the last. */
    public int end(int results) {
      long end = from > 0 ? to : results + from + 1;
      return Math.clamp(end, start(results), Math.max(start(results), results));
    }
  }

  public ReturnOptions {
    options = Set.copyOf(options);
  }

  /** Reads the options behind RETURN. */
  static ReturnOptions read(ImapRequestLineReader in) throws DecodingException {
    Set<Option> options = EnumSet.noneOf(Option.class);
    Optional<Partial> partial = Optional.empty();
    Optional<FetchData> ofNew = Optional.empty();
    in.nextWordChar();
    in.consumeChar('(');
    while (in.nextWordChar() != ')') {
      Option option = option(Tokens.word(in));
      if (option == Option.PARTIAL) {
        if (partial.isPresent()) {
          throw Tokens.wrong("PARTIAL is said once"); // 9394 §3.1
        }
        partial = Optional.of(Partial.of(Tokens.word(in)));
      } else if (option == Option.UPDATE && in.nextWordChar() == '(') {
        FetchData.Builder fetch = FetchData.builder();
        FetchItems.read(in, fetch);
        ofNew = Optional.of(fetch.build());
      }
      options.add(option);
    }
    in.consumeChar(')');
    if (options.isEmpty()) {
      options.add(Option.ALL); // 4731 §3.1
    }
    if (partial.isPresent() && options.contains(Option.ALL)) {
      throw Tokens.wrong("PARTIAL and ALL exclude each other"); // 9394 §3.1
    }
    return new ReturnOptions(options, partial, ofNew);
  }

  private static Option option(String word) throws DecodingException {
    try {
      return Option.valueOf(word);
    } catch (IllegalArgumentException e) {
      throw Tokens.wrong("unknown result option");
    }
  }

  /** The same; ALL where RETURN was not said. */
  public ReturnOptions orAll() {
    return options.isEmpty()
        ? new ReturnOptions(Set.of(Option.ALL), Optional.empty(), Optional.empty())
        : this;
  }

  public boolean has(Option option) {
    return options.contains(option);
  }

  /** Whether the result is told as ESEARCH. */
  public boolean isExtended() {
    return options.stream().anyMatch(option -> option != Option.SAVE);
  }
}
