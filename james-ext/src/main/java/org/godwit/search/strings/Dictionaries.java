package org.godwit.search.strings;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.IndexReader.CacheHelper;
import org.apache.lucene.index.IndexReader.CacheKey;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Terms;
import org.godwit.search.strings.Dictionary.Visitor;
import org.godwit.search.strings.Needle.Part;

/**
 * The dictionaries of segments that were searched last, of all accounts together so many bytes. One
 * that has no room is read each time. Safe for many threads.
 */
public final class Dictionaries {

  private final long mostBytes;
  private final Map<Key, Dictionary> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private record Key(CacheKey segment, String field) {}

  public Dictionaries(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Finds the terms of a segment's field that have a part of a string, in their order. */
  void find(LeafReader segment, String field, Terms terms, Part part, Visitor visitor)
      throws IOException {
    CacheHelper helper = segment.getCoreCacheHelper();
    if (helper == null || isTooLarge(terms)) {
      Dictionary.find(terms, part, visitor);
      return;
    }
    Key key = new Key(helper.getKey(), field);
    Dictionary known;
    synchronized (kept) {
      known = kept.get(key);
    }
    if (known == null) {
      known = Dictionary.of(terms);
      helper.addClosedListener(closed -> forget(key));
      keep(key, known);
    }
    known.find(part, visitor);
  }

  /** A guess that needs no look at the terms: most have some bytes more than that. */
  private boolean isTooLarge(Terms terms) throws IOException {
    return terms.size() * 8 > mostBytes / 2;
  }

  private void keep(Key key, Dictionary dictionary) {
    synchronized (kept) {
      Dictionary other = kept.put(key, dictionary);
      bytes += dictionary.size() - (other == null ? 0 : other.size());
      Iterator<Dictionary> eldestFirst = kept.values().iterator();
      while (bytes > mostBytes && eldestFirst.hasNext()) {
        bytes -= eldestFirst.next().size();
        eldestFirst.remove();
      }
    }
  }

  private void forget(Key key) {
    synchronized (kept) {
      Dictionary gone = kept.remove(key);
      bytes -= gone == null ? 0 : gone.size();
    }
  }
}
