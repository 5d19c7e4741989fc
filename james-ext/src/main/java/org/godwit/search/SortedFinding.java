package org.godwit.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.godwit.search.text.SortKeysReader;
import org.godwit.store.StoreException;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.AccountReading.Held;
import org.godwit.store.mailbox.MessageFinding;
import org.godwit.store.mailbox.MessageView;
import org.godwit.store.mailbox.SortKeys;
import org.godwit.store.mailbox.StoreMailboxId;
import org.godwit.store.message.HeaderFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exact search, with the columns that messages are sorted by: those of the index, and for messages
 * that are not in it yet those that their headers say. Safe for many threads.
 */
final class SortedFinding implements MessageFinding {
  private static final Logger LOG = LoggerFactory.getLogger(SortedFinding.class);

  private static final int BATCH = 200;
  private static final int LONGEST_HEADER = 1024 * 1024;

  private final ExactSearch search;
  private final AccountReading reading;
  private final Indexes indexes;
  private final IndexKeeper keeper;

  @Inject
  SortedFinding(ExactSearch search, AccountReading reading, Indexes indexes, IndexKeeper keeper) {
    this.search = search;
    this.reading = reading;
    this.indexes = indexes;
    this.keeper = keeper;
  }

  @Override
  public List<MessageFinding.Found> find(
      MailboxSession session, MailboxId mailbox, SearchQuery query, Set<SortKeys.Key> wanted) {
    StoreMailboxId id = (StoreMailboxId) mailbox;
    List<Held> rows = search.search(id.account(), List.of(id), query);
    SortKeys[] keys = wanted.isEmpty() ? null : keys(id.account(), rows, wanted);
    List<MessageFinding.Found> found = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      Held row = rows.get(i);
      found.add(
          new MessageFinding.Found(
              row.uid(),
              row.modseq(),
              row.internalDate().toInstant().toEpochMilli(),
              row.size(),
              keys == null ? SortKeys.NONE : keys[i]));
    }
    return found;
  }

  private SortKeys[] keys(long account, List<Held> rows, Set<SortKeys.Key> wanted) {
    SortKeys[] keys = new SortKeys[rows.size()];
    try {
      indexed(account, rows, wanted, keys);
    } catch (StoreException e) {
      throw e;
    } catch (AlreadyClosedException e) {
      LOG.debug("an index went away while messages were sorted", e);
    } catch (IOException | RuntimeException | InternalError e) { // the last: a file was cut short
      LOG.warn("a search index is damaged, and will be built anew: account {}", account, e);
      keeper.rebuild(account);
    }
    others(account, rows, keys);
    return keys;
  }

  private void indexed(long account, List<Held> rows, Set<SortKeys.Key> wanted, SortKeys[] keys)
      throws IOException {
    try (Indexes.Lease lease = indexes.use(account)) {
      keeper.catchUp(account, lease, false);
      try (AccountIndex.View view = lease.index().view()) {
        columns(view.searcher(), rows, wanted, keys);
      }
    }
  }

  private static void columns(
      IndexSearcher searcher, List<Held> rows, Set<SortKeys.Key> wanted, SortKeys[] keys)
      throws IOException {
    DocumentFinder finder = new DocumentFinder(searcher);
    int[] documents = new int[rows.size()];
    for (int i = 0; i < documents.length; i++) {
      documents[i] = finder.document(rows.get(i).id().uuid());
    }
    List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
    SortColumns columns = null;
    int open = -1;
    List<Integer> order =
        IntStream.range(0, documents.length)
            .filter(i -> documents[i] != Condition.NONE)
            .boxed()
            .sorted(Comparator.comparingInt(i -> documents[i]))
            .toList();
    for (int i : order) {
      int segment = ReaderUtil.subIndex(documents[i], segments);
      if (segment != open) {
        columns = new SortColumns(segments.get(segment).reader(), wanted);
        open = segment;
      }
      keys[i] = columns.read(documents[i] - segments.get(segment).docBase);
    }
  }

  /** Reads headers, where the index knows nothing. */
  private void others(long account, List<Held> rows, SortKeys[] keys) {
    List<Integer> missing =
        IntStream.range(0, keys.length).filter(i -> keys[i] == null).boxed().toList();
    for (int from = 0; from < missing.size(); from += BATCH) {
      List<Integer> some = missing.subList(from, Math.min(missing.size(), from + BATCH));
      Map<UUID, SortKeys> read = new HashMap<>();
      reading
          .bytes(account, some.stream().map(i -> rows.get(i).id().uuid()).toList())
          .forEach((id, bytes) -> read.put(id, ofHeader(bytes)));
      some.forEach(i -> keys[i] = read.getOrDefault(rows.get(i).id().uuid(), SortKeys.NONE));
    }
  }

  private static SortKeys ofHeader(MessageView.Bytes message) {
    try (InputStream in = message.open()) {
      byte[] start = in.readNBytes(LONGEST_HEADER);
      return SortKeysReader.of(HeaderFields.parse(start, 0, start.length));
    } catch (IOException e) {
      throw new UncheckedIOException("reading a header", e);
    }
  }
}
