package org.godwit.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/** The documents that a query finds, and how well they fit. */
record Scored(FixedBitSet documents, Map<Integer, Float> scores) {

  static Scored of(IndexSearcher searcher, Query query) throws IOException {
    FixedBitSet found = new FixedBitSet(Math.max(1, searcher.getIndexReader().maxDoc()));
    Map<Integer, Float> scores = new HashMap<>();
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        continue;
      }
      Bits live = leaf.reader().getLiveDocs();
      DocIdSetIterator next = scorer.iterator();
      for (int doc = next.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = next.nextDoc()) {
        if (live == null || live.get(doc)) {
          found.set(leaf.docBase + doc);
          scores.put(leaf.docBase + doc, scorer.score());
        }
      }
    }
    return new Scored(found, scores);
  }

  /** The same by message. */
  Map<UUID, Float> messages(IndexSearcher searcher) throws IOException {
    Map<UUID, Float> found = new HashMap<>();
    new DocumentFinder(searcher)
        .messages(documents)
        .forEach((id, document) -> found.put(id, scores.get(document)));
    return found;
  }
}
