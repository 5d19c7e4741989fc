package org.godwit.imap.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.SearchQuery;
import org.godwit.imap.command.SavedSearch;

/**
 * Sets of messages as search keys, against the mailbox as the client has seen it. A search names no
 * message by them that is not there: what is beyond the last one is passed over.
 */
final class SetKeys {

  private static final long MOST_UID = 0xFFFF_FFFFL;

  private SetKeys() {}

  private record Ends(long low, long high) {}

  /** Whether a word is a set. */
  static boolean isSet(String word) {
    char first = word.charAt(0);
    return first == '$' || first == '*' || (first >= '0' && first <= '9');
  }

  /** A set of UIDs. */
  static SearchQuery.Criterion uids(String set, ImapSession session) throws DecodingException {
    if (set.equals("$")) {
      return saved(session);
    }
    long last = session.getSelected().getLastUid().map(MessageUid::asLong).orElse(0L);
    List<SearchQuery.UidRange> ranges = new ArrayList<>();
    for (Ends ends : ranges(set, last)) {
      ranges.add(range(ends.low(), ends.high()));
    }
    return SearchQuery.uid(ranges.toArray(SearchQuery.UidRange[]::new));
  }

  /** 9738 §3.3: UIDs above one; {@code *} never slips in. */
  static SearchQuery.Criterion after(long uid) throws DecodingException {
    return uid(uid) == MOST_UID ? SearchQuery.uid() : SearchQuery.uid(range(uid + 1, MOST_UID));
  }

  /** 9738 §3.3: UIDs below one. */
  static SearchQuery.Criterion before(long uid) throws DecodingException {
    return uid(uid) == 1 ? SearchQuery.uid() : SearchQuery.uid(range(1, uid - 1));
  }

  private static long uid(long number) throws DecodingException {
    if (number == 0 || number > MOST_UID) {
      throw Tokens.wrong("not a UID");
    }
    return number;
  }

  /** A set of message numbers. */
  static SearchQuery.Criterion numbers(String set, ImapSession session) throws DecodingException {
    if (set.equals("$")) {
      return saved(session);
    }
    SelectedMailbox selected = session.getSelected();
    long last = selected.existsCount();
    List<SearchQuery.UidRange> ranges = new ArrayList<>();
    for (Ends ends : ranges(set, last)) {
      Optional<MessageUid> low = selected.uid((int) Math.min(ends.low(), last + 1));
      Optional<MessageUid> high = selected.uid((int) Math.min(ends.high(), last));
      if (low.isPresent() && high.isPresent()) {
        ranges.add(range(low.get().asLong(), high.get().asLong()));
      }
    }
    return SearchQuery.uid(ranges.toArray(SearchQuery.UidRange[]::new));
  }

  /** 5182 §2.1: what was saved, whatever the numbers of this command are. */
  private static SearchQuery.Criterion saved(ImapSession session) {
    return SearchQuery.uid(
        Arrays.stream(SavedSearch.get(session, true))
            .map(range -> range(range.getLowVal(), range.getHighVal()))
            .toArray(SearchQuery.UidRange[]::new));
  }

  private static SearchQuery.UidRange range(long low, long high) {
    return new SearchQuery.UidRange(MessageUid.of(low), MessageUid.of(high));
  }

  /** Ranges with their ends in order; 9051 §9: {@code *} is the last, so {@code 999:*} holds it. */
  private static List<Ends> ranges(String set, long last) throws DecodingException {
    List<Ends> ranges = new ArrayList<>();
    for (String range : set.split(",", -1)) {
      String[] ends = range.split(":", -1);
      if (ends.length > 2) {
        throw Tokens.wrong("not a set of messages");
      }
      long one = end(ends[0], last);
      long other = end(ends[ends.length - 1], last);
      ranges.add(new Ends(Math.min(one, other), Math.max(one, other)));
    }
    return last == 0 ? List.of() : ranges;
  }

  private static long end(String text, long last) throws DecodingException {
    if (text.equals("*")) {
      return last;
    }
    long number = Tokens.number(text);
    if (number == 0) {
      throw Tokens.wrong("messages are counted from 1");
    }
    return number;
  }
}
