package org.godwit.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.FixedBitSet;

/** The documents that a query finds, and how well they fit. */
record Scored(FixedBitSet documents, Map<Integer, Float> scores) {

  static Scored of(IndexSearcher searcher, Query query) throws IOException {
    FixedBitSet found = new FixedBitSet(Math.max(1, searcher.getIndexReader().maxDoc()));
    Map<Integer, Float> scores = new HashMap<>();
    Found.each(
        searcher,
        query,
        ScoreMode.COMPLETE,
        (document, scorer) -> {
          found.set(document);
          scores.put(document, scorer.score());
        });
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
