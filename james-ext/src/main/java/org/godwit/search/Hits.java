package org.godwit.search;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.FixedBitSet;

/**
 * What the index knows of a condition: documents that may fulfil it, and among them those that
 * surely do. The others are to be read.
 */
record Hits(FixedBitSet possible, FixedBitSet certain) {

  /** Nothing is known. */
  static Hits unknown(int documents) {
    return new Hits(all(documents), new FixedBitSet(documents));
  }

  private static FixedBitSet all(int documents) {
    FixedBitSet all = new FixedBitSet(documents);
    all.set(0, documents);
    return all;
  }

  /** Both of two. Neither is used again. */
  Hits and(Hits other) {
    possible.and(other.possible);
    certain.and(other.certain);
    return this;
  }

  /** One of two, or both. Neither is used again. */
  Hits or(Hits other) {
    possible.or(other.possible);
    certain.or(other.certain);
    return this;
  }

  /** Where it is not so. Not used again. */
  Hits not() {
    int documents = possible.length();
    possible.flip(0, documents);
    certain.flip(0, documents);
    return new Hits(/* possible= */ certain, /* certain= */ possible);
  }

  Hits copy() {
    return new Hits(possible.clone(), certain.clone());
  }

  /** The live documents that a query finds. */
  static FixedBitSet of(IndexSearcher searcher, Query query) throws IOException {
    FixedBitSet found = new FixedBitSet(searcher.getIndexReader().maxDoc());
    Found.each(
        searcher, query, ScoreMode.COMPLETE_NO_SCORES, (document, any) -> found.set(document));
    return found;
  }
}
