package org.godwit.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/** Which document is which message, in one state of an index. For one thread. */
final class DocumentFinder {

  private static final int MOST_LOOKUPS = 500;

  private final IndexSearcher searcher;
  private Map<UUID, Integer> all;
  private int lookups;

  DocumentFinder(IndexSearcher searcher) {
    this.searcher = searcher;
  }

  /** The messages of some documents. */
  Map<UUID, Integer> messages(FixedBitSet documents) throws IOException {
    Map<UUID, Integer> found = new HashMap<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      BinaryDocValues ids = leaf.reader().getBinaryDocValues(Documents.ID);
      Bits live = leaf.reader().getLiveDocs();
      int end = leaf.docBase + leaf.reader().maxDoc();
      for (int doc = next(documents, leaf.docBase, end); doc < end; ) {
        int own = doc - leaf.docBase;
        if ((live == null || live.get(own)) && ids != null && ids.advanceExact(own)) {
          found.put(Documents.id(ids.binaryValue()), doc);
        }
        doc = next(documents, doc + 1, end);
      }
    }
    return found;
  }

  private static int next(FixedBitSet bits, int from, int end) {
    int next = from >= bits.length() ? DocIdSetIterator.NO_MORE_DOCS : bits.nextSetBit(from);
    return Math.min(next, end);
  }

  /**
   * The document of a message, or {@link Condition#NONE}. Looked up one by one, until that costs
   * more than to read all ids.
   */
  int document(UUID message) throws IOException {
    if (all != null) {
      return all.getOrDefault(message, Condition.NONE);
    }
    if (++lookups > MOST_LOOKUPS) {
      FixedBitSet every = new FixedBitSet(Math.max(1, searcher.getIndexReader().maxDoc()));
      every.set(0, searcher.getIndexReader().maxDoc());
      all = messages(every);
      return document(message);
    }
    return lookUp(Documents.id(message));
  }

  private int lookUp(Term id) throws IOException {
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      PostingsEnum found = leaf.reader().postings(id, PostingsEnum.NONE);
      Bits live = leaf.reader().getLiveDocs();
      while (found != null && found.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (live == null || live.get(found.docID())) {
          return leaf.docBase + found.docID();
        }
      }
    }
    return Condition.NONE;
  }
}
