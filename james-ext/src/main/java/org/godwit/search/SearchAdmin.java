package org.godwit.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.godwit.search.Documents.State;
import org.godwit.store.mailbox.AccountReading;

/** What an administrator asks of search. Safe for many threads; calls block. */
public final class SearchAdmin {

  private static final int MOST_NAMED = 1_000;

  /**
   * An attachment that was not read, or not wholly.
   *
   * @param name of the file, or its type
   * @param reason why, the same words for the same reason
   */
  public record Skipped(String name, String reason) {
    /** The name, which may hold colons, and the reason, which has one before a kind of failure. */
    private static final Pattern LINE =
        Pattern.compile("(.*?): (not readable: \\S+|(?:(?!: ).)*)", Pattern.DOTALL);

    /** Reads a line of {@link Documents#SKIPPED}. */
    static Skipped of(String line) {
      Matcher parts = LINE.matcher(line);
      return parts.matches()
          ? new Skipped(parts.group(1), parts.group(2))
          : new Skipped(line, "unknown");
    }
  }

  /**
   * How far an account's index has got on this machine.
   *
   * @param messages of the account
   * @param indexed of them, and of expunged ones that may come back
   * @param upToDate whether nothing is missing
   * @param bytes on disk
   * @param filesRead attachments whose text is found
   * @param messagesUnread with attachments that are still to be read
   * @param skipped attachments that were not read, or not wholly; at most 1,000 are named
   */
  public record Coverage(
      long messages,
      long indexed,
      boolean upToDate,
      long bytes,
      long filesRead,
      long messagesUnread,
      List<Skipped> skipped) {
    public Coverage {
      skipped = List.copyOf(skipped);
    }
  }

  private final AccountReading reading;
  private final Indexes indexes;
  private final IndexKeeper keeper;

  @Inject
  SearchAdmin(AccountReading reading, Indexes indexes, IndexKeeper keeper) {
    this.reading = reading;
    this.indexes = indexes;
    this.keeper = keeper;
  }

  /** How many indexes of this machine wait to be brought up to date. Costs nothing. */
  public int waiting() {
    return keeper.waiting();
  }

  /** The state of a person's index; empty when there is no mail of such a person. */
  public Optional<Coverage> coverage(Username person) {
    OptionalLong account = reading.account(person);
    if (account.isEmpty()) {
      return Optional.empty();
    }
    long number = account.getAsLong();
    try (Indexes.Lease lease = indexes.use(number)) {
      keeper.catchUp(number, lease, false);
      return Optional.of(coverage(number, lease.index()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading a search index", e);
    }
  }

  private Coverage coverage(long account, AccountIndex index) throws IOException {
    long messages = reading.messages(account);
    long now = reading.modseq(account).orElse(0);
    try (AccountIndex.View view = index.view()) {
      IndexSearcher searcher = view.searcher();
      return new Coverage(
          messages,
          searcher.getIndexReader().numDocs(),
          view.modseq() >= now,
          index.bytes(),
          filesRead(searcher),
          searcher.count(new TermQuery(Documents.state(State.UNREAD))),
          skipped(searcher));
    }
  }

  private static long filesRead(IndexSearcher searcher) throws IOException {
    long read = 0;
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      NumericDocValues counts = leaf.reader().getNumericDocValues(Documents.FILES_READ);
      Bits live = leaf.reader().getLiveDocs();
      while (counts != null && counts.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        read += live == null || live.get(counts.docID()) ? counts.longValue() : 0;
      }
    }
    return read;
  }

  private static List<Skipped> skipped(IndexSearcher searcher) throws IOException {
    FixedBitSet found = Hits.of(searcher, new TermQuery(Documents.state(State.UNREADABLE)));
    List<Skipped> skipped = new ArrayList<>();
    int doc = found.length() == 0 ? DocIdSetIterator.NO_MORE_DOCS : found.nextSetBit(0);
    while (doc != DocIdSetIterator.NO_MORE_DOCS && skipped.size() < MOST_NAMED) {
      String said =
          searcher.storedFields().document(doc, Set.of(Documents.SKIPPED)).get(Documents.SKIPPED);
      said.lines().map(Skipped::of).forEach(skipped::add);
      doc = doc + 1 < found.length() ? found.nextSetBit(doc + 1) : DocIdSetIterator.NO_MORE_DOCS;
    }
    return skipped;
  }

  /**
   * Builds a person's index anew, in the background; searches stay exact meanwhile.
   *
   * @return false when there is no mail of such a person
   */
  public boolean reindex(Username person) {
    OptionalLong account = reading.account(person);
    account.ifPresent(keeper::rebuild);
    return account.isPresent();
  }
}
