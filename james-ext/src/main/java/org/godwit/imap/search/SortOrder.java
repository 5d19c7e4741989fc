package org.godwit.imap.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.godwit.store.mailbox.MessageFinding.Found;
import org.godwit.store.mailbox.SortKeys;

/**
 * The order that a SORT asks for (5256 §3, 5957 §3). What it does not tell apart stays in order.
 */
public record SortOrder(List<By> by) {

  private static final int MOST = 50;

  /** A criterion. */
  record By(Criterion criterion, boolean reverse) {
    Comparator<Found> comparator() {
      return reverse ? criterion.comparator().reversed() : criterion.comparator();
    }
  }

  /** What may be compared. */
  enum Criterion {
    ARRIVAL,
    CC,
    DATE,
    FROM,
    SIZE,
    SUBJECT,
    TO,
    DISPLAYFROM,
    DISPLAYTO;

    private Optional<SortKeys.Key> key() {
      return switch (this) {
        case ARRIVAL, SIZE -> Optional.empty();
        case CC -> Optional.of(SortKeys.Key.CC);
        case DATE -> Optional.of(SortKeys.Key.SENT);
        case FROM -> Optional.of(SortKeys.Key.FROM);
        case SUBJECT -> Optional.of(SortKeys.Key.SUBJECT);
        case TO -> Optional.of(SortKeys.Key.TO);
        case DISPLAYFROM -> Optional.of(SortKeys.Key.DISPLAY_FROM);
        case DISPLAYTO -> Optional.of(SortKeys.Key.DISPLAY_TO);
      };
    }

    private Comparator<Found> comparator() {
      return switch (this) {
        case ARRIVAL -> Comparator.comparingLong(Found::received);
        case CC -> Comparator.comparing(found -> found.keys().cc());
        case DATE -> Comparator.comparingLong(SortOrder::sent);
        case FROM -> Comparator.comparing(found -> found.keys().from());
        case SIZE -> Comparator.comparingLong(Found::size);
        case SUBJECT -> Comparator.comparing(found -> found.keys().subject());
        case TO -> Comparator.comparing(found -> found.keys().to());
        case DISPLAYFROM -> Comparator.comparing(found -> found.keys().displayFrom());
        case DISPLAYTO -> Comparator.comparing(found -> found.keys().displayTo());
      };
    }
  }

  public SortOrder {
    by = List.copyOf(by);
  }

  /** 5256 §2.2: without a date of its own, a message is as old as its arrival. */
  static long sent(Found found) {
    return found.keys().sent().orElse(found.received());
  }

  /** Reads the criteria in their parentheses. */
  static SortOrder read(ImapRequestLineReader in) throws DecodingException {
    List<By> by = new ArrayList<>();
    in.nextWordChar();
    in.consumeChar('(');
    while (in.nextWordChar() != ')') {
      String word = Tokens.word(in);
      boolean reverse = word.equals("REVERSE");
      by.add(new By(criterion(reverse ? Tokens.word(in) : word), reverse));
      if (by.size() > MOST) {
        throw Tokens.wrong("too many criteria");
      }
    }
    in.consumeChar(')');
    if (by.isEmpty()) {
      throw Tokens.wrong("criteria are missing");
    }
    return new SortOrder(by);
  }

  private static Criterion criterion(String word) throws DecodingException {
    try {
      return Criterion.valueOf(word);
    } catch (IllegalArgumentException e) {
      throw Tokens.wrong("unknown criterion");
    }
  }

  /** The keys that messages must come with. */
  public Set<SortKeys.Key> keys() {
    Set<SortKeys.Key> keys = EnumSet.noneOf(SortKeys.Key.class);
    by.forEach(one -> one.criterion.key().ifPresent(keys::add));
    return keys;
  }

  /** Puts messages, which are in the order of their numbers, into this order. */
  public List<Found> sort(List<Found> found) {
    Comparator<Found> order = by.get(0).comparator();
    for (By next : by.subList(1, by.size())) {
      order = order.thenComparing(next.comparator());
    }
    return found.stream().sorted(order).toList();
  }
}
