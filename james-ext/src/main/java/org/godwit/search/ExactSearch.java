package org.godwit.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.godwit.search.TextTest.Reach;
import org.godwit.store.StoreException;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.AccountReading.Held;
import org.godwit.store.mailbox.MailboxTable;
import org.godwit.store.mailbox.MailboxTables;
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

  private static final Comparator<StoreMailboxId> ORDER =
      Comparator.comparingLong(StoreMailboxId::number);

  private final AccountReading reading;
  private final MailboxTables tables;
  private final Indexes indexes;
  private final IndexKeeper keeper;

  @Inject
  ExactSearch(AccountReading reading, MailboxTables tables, Indexes indexes, IndexKeeper keeper) {
    this.reading = reading;
    this.tables = tables;
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
      return rows(
          account, mailboxes, query, Round.withoutIndex(reading, condition), message -> true);
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
    return rows(
        account,
        mailboxes,
        query,
        Round.withoutIndex(reading, Conditions.of(query)),
        message -> true);
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
    if (!complete) {
      Round round = new Round(reading, condition, view.searcher(), finder::document);
      return rows(account, mailboxes, query, round, message -> true);
    }
    Map<UUID, Integer> possible = finder.messages(hits.possible());
    Round round =
        new Round(
            reading,
            condition,
            view.searcher(),
            id -> possible.containsKey(id) ? possible.get(id) : finder.document(id));
    return rows(
        account,
        mailboxes,
        query,
        round,
        // What changed since is looked at whatever it is: it may be new.
        row -> row.modseq() > view.modseq() || possible.containsKey(row.message()));
  }

  private List<Held> rows(
      long account,
      Collection<StoreMailboxId> mailboxes,
      SearchQuery query,
      Round round,
      Predicate<Row> wanted) {
    List<Held> found = new ArrayList<>();
    for (StoreMailboxId mailbox : mailboxes.stream().sorted(ORDER).toList()) {
      Optional<MailboxTable> table =
          isCheaper(mailbox, query) ? Optional.empty() : tables.now(mailbox);
      if (table.isPresent()) {
        found.addAll(round.of(account, chosen(table.get(), query, wanted)));
      } else {
        pages(account, mailbox, query, round, found);
      }
    }
    return found;
  }

  /** A row of a table, before more of it is looked at. */
  private record Row(UUID message, long modseq) {}

  private static List<Held> chosen(MailboxTable table, SearchQuery query, Predicate<Row> wanted) {
    SearchQuery.UidRange uids = Conditions.uids(query);
    int from = table.from(uids.getLowValue().asLong());
    List<Held> chosen = new ArrayList<>();
    for (int i = from; i < table.size() && table.uid(i) <= uids.getHighValue().asLong(); i++) {
      if (wanted.test(new Row(table.message(i), table.modseq(i)))) {
        chosen.add(table.held(i));
      }
    }
    return chosen;
  }

  /** Few rows are read sooner than all are taken into memory. */
  private boolean isCheaper(StoreMailboxId mailbox, SearchQuery query) {
    SearchQuery.UidRange uids = Conditions.uids(query);
    long most = uids.getHighValue().asLong() - uids.getLowValue().asLong();
    return (most < PAGE || Conditions.unseen(query)) && !tables.knows(mailbox);
  }

  /** All rows that the query does not leave out by their uid or as seen, page by page. */
  private void pages(
      long account, StoreMailboxId mailbox, SearchQuery query, Round round, List<Held> found) {
    SearchQuery.UidRange uids = Conditions.uids(query);
    boolean unseen = Conditions.unseen(query);
    long from = uids.getLowValue().asLong();
    long to = uids.getHighValue().asLong();
    List<Held> page;
    do {
      page =
          unseen ? reading.unseen(mailbox, from, to, PAGE) : reading.range(mailbox, from, to, PAGE);
      found.addAll(round.of(account, page));
      from = page.isEmpty() ? from : page.getLast().uid() + 1;
    } while (page.size() == PAGE);
  }
}
