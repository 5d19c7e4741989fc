package org.godwit.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.inject.Inject;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.godwit.search.TextTest.Reach;
import org.godwit.store.StoreException;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.AccountReading.Held;
import org.godwit.store.mailbox.StoreMailboxId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds exactly the messages that a query asks for. The index, as far as it has got, tells which
 * need not be read; without one, all are read. Safe for many threads.
 */
final class ExactSearch {
  private static final Logger LOG = LoggerFactory.getLogger(ExactSearch.class);

  private static final int PAGE = 1_000;
  private static final int MOST_IDS = 20_000;

  private static final Comparator<Held> ORDER =
      Comparator.<Held>comparingLong(row -> row.mailbox().number()).thenComparingLong(Held::uid);

  private final AccountReading reading;
  private final Indexes indexes;
  private final IndexKeeper keeper;

  @Inject
  ExactSearch(AccountReading reading, Indexes indexes, IndexKeeper keeper) {
    this.reading = reading;
    this.indexes = indexes;
    this.keeper = keeper;
  }

  /**
   * The messages of some mailboxes of an account that a query asks for, by mailbox and uid.
   *
   * @throws StoreException when the database cannot be asked
   */
  List<Held> search(long account, Collection<StoreMailboxId> mailboxes, SearchQuery query) {
    Condition condition = Conditions.of(query);
    if (condition.reach() == Reach.ROW) {
      return pages(account, mailboxes, query, Round.withoutIndex(reading, condition));
    }
    try (Indexes.Lease lease = indexes.use(account)) {
      boolean complete = keeper.catchUp(account, lease, condition.reach() == Reach.FILES);
      try (AccountIndex.View view = lease.index().view()) {
        return find(account, view, complete, mailboxes, query);
      }
    } catch (StoreException e) {
      throw e;
    } catch (AlreadyClosedException e) {
      LOG.debug("an index went away during a search", e);
    } catch (IOException | RuntimeException | InternalError e) { // the last: a file was cut short
      LOG.warn("a search index is damaged, and will be built anew: account {}", account, e);
      keeper.rebuild(account);
    }
    return pages(account, mailboxes, query, Round.withoutIndex(reading, Conditions.of(query)));
  }

  private List<Held> find(
      long account,
      AccountIndex.View view,
      boolean complete,
      Collection<StoreMailboxId> mailboxes,
      SearchQuery query)
      throws IOException {
    Condition condition = Conditions.of(query);
    Hits hits = condition.prepare(view.searcher());
    DocumentFinder finder = new DocumentFinder(view.searcher());
    if (!complete || hits.possible().cardinality() > MOST_IDS) {
      Round round = new Round(reading, condition, view.searcher(), finder::document);
      return pages(account, mailboxes, query, round);
    }
    Map<UUID, Integer> possible = finder.messages(hits.possible());
    List<Long> numbers = mailboxes.stream().map(StoreMailboxId::number).toList();
    // What changed since is looked at whatever it is: it may be new.
    List<Held> rows = reading.some(account, numbers, possible.keySet(), view.modseq());
    Round round =
        new Round(
            reading,
            condition,
            view.searcher(),
            id -> possible.containsKey(id) ? possible.get(id) : finder.document(id));
    List<Held> found = new ArrayList<>(round.of(account, rows));
    found.sort(ORDER);
    return found;
  }

  /** All rows that the query does not leave out by their uid, page by page. */
  private List<Held> pages(
      long account, Collection<StoreMailboxId> mailboxes, SearchQuery query, Round round) {
    SearchQuery.UidRange uids = Conditions.uids(query);
    List<Held> found = new ArrayList<>();
    for (StoreMailboxId mailbox : mailboxes) {
      long from = uids.getLowValue().asLong();
      List<Held> page;
      do {
        page = reading.range(mailbox, from, uids.getHighValue().asLong(), PAGE);
        found.addAll(round.of(account, page));
        from = page.isEmpty() ? from : page.getLast().uid() + 1;
      } while (page.size() == PAGE);
    }
    return found;
  }
}
