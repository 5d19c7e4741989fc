package org.godwit.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.FixedBitSet;
import org.godwit.search.Condition.Answer;
import org.godwit.search.text.MessageText;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.AccountReading.Held;
import org.godwit.store.mailbox.MessageView;

/**
 * Sorts out rows: those that surely fulfil a condition or surely do not, then the others by their
 * texts, which come from the database. For one search, by one thread.
 */
final class Round {

  private static final int BATCH = 200;
  private static final long BATCH_BYTES = 8L * 1024 * 1024;

  /** Which document a message is. */
  @FunctionalInterface
  interface Documented {
    /** The document, or {@link Condition#NONE}. */
    int document(UUID message) throws IOException;
  }

  private final AccountReading reading;
  private final Condition condition;
  private final IndexSearcher searcher;
  private final Documented documents;
  private final FixedBitSet cut;

  /**
   * With an index.
   *
   * @param condition that was prepared by this searcher
   */
  Round(AccountReading reading, Condition condition, IndexSearcher searcher, Documented documents)
      throws IOException {
    this.reading = reading;
    this.condition = condition;
    this.searcher = searcher;
    this.documents = documents;
    this.cut = Hits.of(searcher, new TermQuery(Documents.state(Documents.State.CUT)));
  }

  private Round(AccountReading reading, Condition condition) {
    this.reading = reading;
    this.condition = condition;
    this.searcher = null;
    this.documents = message -> Condition.NONE;
    this.cut = new FixedBitSet(0);
  }

  static Round withoutIndex(AccountReading reading, Condition condition) {
    return new Round(reading, condition);
  }

  /** Those rows that fulfil the condition, in their order. */
  List<Held> of(long account, List<Held> rows) {
    BitSet chosen = new BitSet(rows.size());
    int[] known = new int[rows.size()];
    List<Integer> unread = new ArrayList<>();
    try {
      for (int i = 0; i < known.length; i++) {
        // Flags alone often decide, and cost nothing.
        Answer answer = condition.ask(rows.get(i), Condition.NONE);
        if (answer == Answer.OPEN) {
          known[i] = documents.document(rows.get(i).id().uuid());
          answer = condition.ask(rows.get(i), known[i]);
        }
        if (answer == Answer.OPEN) {
          unread.add(i);
        }
        chosen.set(i, answer == Answer.YES);
      }
      read(account, rows, unread, known, chosen);
    } catch (IOException e) {
      throw new UncheckedIOException("reading texts", e);
    }
    return IntStream.range(0, known.length).filter(chosen::get).mapToObj(rows::get).toList();
  }

  private void read(long account, List<Held> rows, List<Integer> which, int[] known, BitSet chosen)
      throws IOException {
    int next = 0;
    while (next < which.size()) {
      List<Integer> batch = new ArrayList<>();
      long bytes = 0;
      while (next < which.size() && batch.size() < BATCH && bytes < BATCH_BYTES) {
        bytes += rows.get(which.get(next)).size();
        batch.add(which.get(next++));
      }
      Map<UUID, MessageView.Bytes> messages =
          reading.bytes(account, batch.stream().map(i -> rows.get(i).id().uuid()).toList());
      for (int i : batch) {
        MessageView.Bytes message = messages.get(rows.get(i).id().uuid());
        // One that is gone meanwhile is not found.
        chosen.set(i, message != null && matches(rows.get(i), known[i], message));
      }
    }
  }

  private boolean matches(Held row, int document, MessageView.Bytes message) throws IOException {
    MessageText text = Texts.whole(message);
    if (document == Condition.NONE) {
      return condition.matches(row, document, text);
    }
    MessageText all = text.withAttached(Texts.attached(searcher, document));
    return condition.matches(row, cut.get(document) ? Condition.NONE : document, all);
  }
}
