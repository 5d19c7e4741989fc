package org.godwit.search.strings;

import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;

/** A searcher that {@link ContainsQuery} can be asked of. Keeps no answers. */
public final class StringSearcher extends IndexSearcher {

  private final Dictionaries dictionaries;

  public StringSearcher(IndexReader reader, Dictionaries dictionaries) {
    super(reader);
    this.dictionaries = dictionaries;
    setQueryCache(null); // each query is asked once, and there are many accounts
  }

  Dictionaries dictionaries() {
    return dictionaries;
  }
}
