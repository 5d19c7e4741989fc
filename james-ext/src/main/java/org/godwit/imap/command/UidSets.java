package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MessageRangeException;
import org.apache.james.mailbox.model.MessageRange;

/** Sets of messages as a client names them, against the mailbox as the client has seen it. */
final class UidSets {

  private UidSets() {}

  /**
   * The messages of a set that are in the mailbox, ascending and each once.
   *
   * @throws MessageRangeException when a message number is beyond the last (9051 §9, seq-number)
   */
  static List<MessageUid> resolve(SelectedMailbox selected, IdRange[] set, boolean uids)
      throws MessageRangeException {
    List<MessageUid> found = new ArrayList<>();
    for (IdRange range : set) {
      if (uids) {
        addUids(selected, range, found);
      } else {
        addNumbers(selected, range, found);
      }
    }
    return found.stream().sorted().distinct().collect(Collectors.toCollection(ArrayList::new));
  }

  private static void addNumbers(SelectedMailbox selected, IdRange range, List<MessageUid> found)
      throws MessageRangeException {
    long last = selected.existsCount();
    long low = range.getLowVal() == Long.MAX_VALUE ? last : range.getLowVal();
    long high = range.getHighVal() == Long.MAX_VALUE ? last : range.getHighVal();
    if (Math.min(low, high) < 1 || Math.max(low, high) > last) {
      throw new MessageRangeException("no such message number");
    }
    for (long number = Math.min(low, high); number <= Math.max(low, high); number++) {
      selected.uid((int) number).ifPresent(found::add);
    }
  }

  private static void addUids(SelectedMailbox selected, IdRange range, List<MessageUid> found) {
    Optional<MessageUid> last = selected.getLastUid();
    if (last.isEmpty()) {
      return;
    }
    // 9051 §9: "*" is the last message, so "999:*" holds it though its UID is lower.
    long star = last.get().asLong();
    long low = range.getLowVal() == Long.MAX_VALUE ? star : range.getLowVal();
    long high = range.getHighVal() == Long.MAX_VALUE ? star : range.getHighVal();
    long from = Math.min(low, high);
    long to = Math.max(low, high);
    for (int number = firstAtLeast(selected, from); number <= selected.existsCount(); number++) {
      Optional<MessageUid> uid = selected.uid(number);
      if (uid.isEmpty() || uid.get().asLong() > to) {
        return;
      }
      found.add(uid.get());
    }
  }

  /** The number of the first message whose UID is {@code from} or more. */
  private static int firstAtLeast(SelectedMailbox selected, long from) {
    int low = 1;
    int high = (int) selected.existsCount() + 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (selected.uid(middle).map(MessageUid::asLong).orElse(Long.MAX_VALUE) < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The same messages as ranges for the mailbox, as few as possible: what lies between two
   * neighbours is no message.
   */
  static List<MessageRange> ranges(SelectedMailbox selected, List<MessageUid> uids) {
    List<MessageRange> ranges = new ArrayList<>();
    for (int i = 0; i < uids.size(); ) {
      int first = number(selected, uids.get(i));
      int end = i;
      while (end + 1 < uids.size()
          && number(selected, uids.get(end + 1)) == first + (end + 1 - i)) {
        end++;
      }
      ranges.add(MessageRange.range(uids.get(i), uids.get(end)));
      i = end + 1;
    }
    return ranges;
  }

  private static int number(SelectedMailbox selected, MessageUid uid) {
    return selected.msn(uid).asInt().orElse(-1);
  }

  /** Text of a set: {@code 1:3,7}. */
  static String text(List<MessageUid> ascending) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ascending.size(); ) {
      int end = i;
      while (end + 1 < ascending.size()
          && ascending.get(end + 1).asLong() == ascending.get(end).asLong() + 1) {
        end++;
      }
      text.append(text.isEmpty() ? "" : ",").append(ascending.get(i).asLong());
      if (end > i) {
        text.append(':').append(ascending.get(end).asLong());
      }
      i = end + 1;
    }
    return text.toString();
  }
}
