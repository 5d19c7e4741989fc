package org.godwit.search;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.inject.Inject;
import org.apache.lucene.document.Document;
import org.godwit.search.text.MessageTextReader;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.AccountReading.Change;
import org.godwit.store.mailbox.MessageView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an account's index to the account's present: what came since the modseq that it knows is
 * read from the database and added. Whatever is in the index already stays as it is, for messages
 * do not change; where they are, and with which flags, is not in it.
 */
final class CatchUp {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

  /** Characters of one message that are indexed; more are found by reading the message. */
  static final int MOST_TEXT = 2_000_000;

  private static final int PAGE = 1_000;
  private static final int BATCH = 200;
  private static final long BATCH_BYTES = 8L * 1024 * 1024;
  private static final int SEE_AFTER = 4_000;
  private static final int COMMIT_AFTER = 20_000;
  private static final int FORGET = 5_000;
  private static final UUID FIRST = new UUID(0, 0);

  private final AccountReading reading;

  @Inject
  CatchUp(AccountReading reading) {
    this.reading = reading;
  }

  /**
   * Goes on until nothing is missing.
   *
   * @param index which nobody else changes meanwhile
   * @param goOn asked between batches of some 8 MB
   * @return whether nothing was missing at the end
   */
  boolean run(long account, AccountIndex index, BooleanSupplier goOn) throws IOException {
    OptionalLong now = reading.modseq(account);
    if (now.isEmpty() || now.getAsLong() <= index.modseq()) {
      return true;
    }
    Change after = new Change(index.modseq() + 1, FIRST, 0);
    int unseen = 0;
    int uncommitted = 0;
    List<Change> page;
    do {
      page = reading.changed(account, after, now.getAsLong(), PAGE);
      Map<UUID, Long> missing = missing(index, page);
      while (!missing.isEmpty()) {
        if (!goOn.getAsBoolean()) {
          index.reached(Math.max(index.modseq(), after.modseq() - 1));
          return false;
        }
        unseen += add(account, index, take(missing));
      }
      after = page.isEmpty() ? after : page.getLast();
      if (unseen >= SEE_AFTER) {
        index.reached(after.modseq() - 1); // a bulk change may go on behind the page
        uncommitted += unseen;
        unseen = 0;
      }
      if (uncommitted >= COMMIT_AFTER) {
        index.commit();
        uncommitted = 0;
      }
    } while (page.size() == PAGE);
    index.reached(now.getAsLong());
    return true;
  }

  private static Map<UUID, Long> missing(AccountIndex index, List<Change> page) throws IOException {
    Map<UUID, Long> missing = new LinkedHashMap<>();
    for (Change change : page) {
      if (!missing.containsKey(change.id()) && !index.holds(change.id())) {
        missing.put(change.id(), change.size());
      }
    }
    return missing;
  }

  /** The first of them that have room in memory together. */
  private static List<UUID> take(Map<UUID, Long> missing) {
    List<UUID> batch = new ArrayList<>();
    long bytes = 0;
    var next = missing.entrySet().iterator();
    while (next.hasNext() && batch.size() < BATCH && bytes < BATCH_BYTES) {
      Map.Entry<UUID, Long> message = next.next();
      bytes += message.getValue();
      batch.add(message.getKey());
      next.remove();
    }
    return batch;
  }

  private int add(long account, AccountIndex index, List<UUID> batch) throws IOException {
    Map<UUID, MessageView.Bytes> messages = reading.bytes(account, batch);
    for (Map.Entry<UUID, MessageView.Bytes> message : messages.entrySet()) {
      index.put(message.getKey(), document(message.getKey(), message.getValue()));
    }
    return messages.size();
  }

  private static Document document(UUID id, MessageView.Bytes bytes) throws IOException {
    try {
      return Documents.of(id, MessageTextReader.read(bytes, MOST_TEXT));
    } catch (RuntimeException e) { // no message may stop all others from being found
      LOG.warn("a message cannot be indexed; searches read it each time: {}", id, e);
      return Documents.unreadable(id);
    }
  }

  /** Takes messages out that are kept no more; while somebody may want them back, they stay. */
  void forget(long account, AccountIndex index) throws IOException {
    List<UUID> gone = new ArrayList<>();
    for (List<UUID> some : Lists.partition(List.copyOf(index.messages()), FORGET)) {
      Set<UUID> kept = reading.kept(account, some);
      some.stream().filter(id -> !kept.contains(id)).forEach(gone::add);
    }
    if (!gone.isEmpty()) {
      index.remove(gone);
      index.reached(index.modseq());
      index.commit();
    }
  }
}
