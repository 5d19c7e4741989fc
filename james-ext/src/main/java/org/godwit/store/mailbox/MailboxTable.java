package org.godwit.store.mailbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.godwit.store.mailbox.AccountReading.Held;

/** All messages of a mailbox at one moment, by uid. Does not change; safe for many threads. */
public final class MailboxTable {

  /** Of one message; measured with two ids, two dates and no keywords. */
  static final int BYTES_OF_ROW = 250;

  static final MailboxTable EMPTY = new MailboxTable(List.of(), -1, 0);

  private final List<MessageRow> rows;
  private final long modseq;
  private final long recentFrom;

  /**
   * @param rows as they are stored, \Recent not yet taken from those that were shown
   * @param modseq of the last change that is in it
   */
  MailboxTable(List<MessageRow> rows, long modseq, long recentFrom) {
    this.rows = List.copyOf(rows);
    this.modseq = modseq;
    this.recentFrom = recentFrom;
  }

  /** Of the last change that is in it. */
  long modseq() {
    return modseq;
  }

  long recentFrom() {
    return recentFrom;
  }

  public int size() {
    return rows.size();
  }

  /** The first row whose uid is not below this one. */
  public int from(long uid) {
    int low = 0;
    int high = rows.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rows.get(middle).uid() < uid) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  public long uid(int row) {
    return rows.get(row).uid();
  }

  /** When the row changed last. */
  public long modseq(int row) {
    return rows.get(row).modseq();
  }

  /** Which message it is. */
  public UUID message(int row) {
    return rows.get(row).id().uuid();
  }

  /** The row as others know it. */
  public Held held(int row) {
    MessageRow stored = rows.get(row);
    boolean shown = stored.uid() < recentFrom;
    return AccountReading.held(shown ? stored.without(FlagBits.RECENT) : stored);
  }

  /** The same with rows that came or changed, and without some. */
  MailboxTable with(List<MessageRow> changed, Set<Long> gone, long newModseq, long newRecentFrom) {
    if (changed.isEmpty() && gone.isEmpty()) {
      return new MailboxTable(rows, newModseq, newRecentFrom);
    }
    Map<Long, MessageRow> byUid = new TreeMap<>();
    changed.forEach(row -> byUid.put(row.uid(), row));
    List<MessageRow> merged = new ArrayList<>(rows.size() + changed.size());
    for (MessageRow row : rows) {
      MessageRow now = byUid.remove(row.uid());
      if (now != null || !gone.contains(row.uid())) {
        merged.add(now == null ? row : now);
      }
    }
    merged.addAll(byUid.values());
    merged.sort(Comparator.comparingLong(MessageRow::uid)); // which it is, but for what came back
    return new MailboxTable(merged, newModseq, newRecentFrom);
  }
}
