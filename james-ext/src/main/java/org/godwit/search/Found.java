package org.godwit.search;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;

/** Walks over the live documents that a query finds. */
final class Found {

  /** Hears of each document, in their order. */
  @FunctionalInterface
  interface Visitor {
    /** Hears of one; {@code scorer} stands on it. */
    void visit(int document, Scorer scorer) throws IOException;
  }

  private Found() {}

  static void each(IndexSearcher searcher, Query query, ScoreMode mode, Visitor visitor)
      throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(query), mode, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        continue;
      }
      Bits live = leaf.reader().getLiveDocs();
      DocIdSetIterator next = scorer.iterator();
      for (int doc = next.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = next.nextDoc()) {
        if (live == null || live.get(doc)) {
          visitor.visit(leaf.docBase + doc, scorer);
        }
      }
    }
  }
}
