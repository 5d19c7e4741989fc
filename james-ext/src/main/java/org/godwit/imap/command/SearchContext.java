package org.godwit.imap.command;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.godwit.imap.search.FindRequest;
import org.godwit.imap.search.SortOrder;

/**
 * A search, and the result that its client has been told, by UIDs in the order of the result. It
 * says how the client gets from that result to another (RFC 5267 §4.3.3, §4.3.4). For one session.
 */
final class SearchContext {
  private final String tag;
  private final FindRequest.Question question;
  private final Optional<SortOrder> order;
  private long[] result = {};

  /**
   * A context without a result.
   *
   * @param order empty for the order of the mailbox
   */
  SearchContext(String tag, FindRequest.Question question, Optional<SortOrder> order) {
    this.tag = tag;
    this.question = question;
    this.order = order;
  }

  FindRequest.Question question() {
    return question;
  }

  Optional<SortOrder> order() {
    return order;
  }

  /** What the client has been told from the start. */
  void set(long[] uids) {
    result = uids;
  }

  boolean holds(long uid) {
    return order.isPresent()
        ? Arrays.stream(result).anyMatch(one -> one == uid)
        : Arrays.binarySearch(result, uid) >= 0;
  }

  /** The result without some of its messages, in its order. */
  long[] without(Set<Long> gone) {
    return Arrays.stream(result).filter(uid -> !gone.contains(uid)).toArray();
  }

  /** UIDs, with more of them, ascending. */
  static long[] merged(long[] some, List<Long> more) {
    return LongStream.concat(Arrays.stream(some), more.stream().mapToLong(Long::longValue))
        .sorted()
        .toArray();
  }

  /**
   * Goes on to another result.
   *
   * @param number what the client calls the message with a UID
   * @return the response that takes the client there; empty when it is there
   */
  Optional<String> become(long[] next, LongUnaryOperator number) {
    String removed = pairs(result, next, number, true);
    String added = pairs(next, result, number, false);
    result = next;
    if (removed.isEmpty() && added.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "ESEARCH (TAG \""
            + tag
            + "\")"
            + (question.usesUids() ? " UID" : "")
            + (removed.isEmpty() ? "" : " REMOVEFROM (" + removed + ")")
            + (added.isEmpty() ? "" : " ADDTO (" + added + ")"));
  }

  /**
   * Positions and sets of what one list has and another has not. In the order of the mailbox the
   * client finds the positions, which is what 0 says; else each holds when those before it are
   * done: what goes, goes from the end.
   */
  private String pairs(long[] list, long[] other, LongUnaryOperator number, boolean fromEnd) {
    Set<Long> in = new HashSet<>();
    Arrays.stream(other).forEach(in::add);
    StringBuilder text = new StringBuilder();
    if (order.isEmpty()) {
      long[] uids = Arrays.stream(list).filter(uid -> !in.contains(uid)).toArray();
      return uids.length == 0 ? "" : "0 " + Results.set(uids, number);
    }
    for (int i = 0; i < list.length; ) {
      int end = i;
      while (end < list.length && !in.contains(list[end])) {
        end++;
      }
      if (end > i) {
        String pair = (i + 1) + " " + Results.set(Arrays.copyOfRange(list, i, end), number);
        text.insert(fromEnd ? 0 : text.length(), fromEnd ? pair + " " : " " + pair);
      }
      i = Math.max(end, i + 1);
    }
    return text.toString().strip();
  }
}
