package org.godwit.search.strings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.godwit.search.strings.Needle.Part;
import org.godwit.search.strings.Needle.Where;

/**
 * Finds strings in one segment: first the documents that have a fitting token for each part, then,
 * where the parts must stand side by side, the places of these tokens. For one search, by one
 * thread.
 */
final class SegmentStrings {

  private final LeafReader segment;
  private final String field;
  private final Dictionaries dictionaries;
  private final Terms terms;

  SegmentStrings(LeafReader segment, String field, Dictionaries dictionaries) throws IOException {
    this.segment = segment;
    this.field = field;
    this.dictionaries = dictionaries;
    this.terms = segment.terms(field);
  }

  /** The terms that fit a part, and how many documents have one of them. */
  private record Fitting(int place, List<BytesRef> terms, int documents) {}

  /** Terms for each part, the rarest first, and the documents that have one for each. */
  private record Row(List<Fitting> parts, FixedBitSet documents) {}

  /**
   * The documents with a needle.
   *
   * @param name of the field in whose value it must be; empty for anywhere
   */
  FixedBitSet documents(Needle needle, Optional<String> name) throws IOException {
    FixedBitSet found = new FixedBitSet(segment.maxDoc());
    if (terms == null) {
      return found;
    }
    if (name.isPresent()) {
      inField(needle.rows().get(0), Token.name(name.get()), found);
      return found;
    }
    for (List<Part> row : needle.rows()) {
      if (row.size() == 1) {
        found.or(union(terms(row.get(0))));
      } else {
        anywhere(row, found);
      }
    }
    return found;
  }

  private void anywhere(List<Part> row, FixedBitSet found) throws IOException {
    Row fitting = fitting(row);
    FixedBitSet candidates = fitting.documents();
    candidates.andNot(found);
    for (Window window : windows(candidates)) {
      FixedBitSet places = places(fitting.parts(), window);
      for (int i = 0; i < window.documents.length; i++) {
        if (places.nextSetBit(window.bases[i], window.bases[i + 1]) < window.bases[i + 1]) {
          found.set(window.documents[i]);
        }
      }
    }
  }

  /** A value is what stands between the token of its name and the next end. */
  private void inField(List<Part> row, BytesRef name, FixedBitSet found) throws IOException {
    Row fitting = fitting(row);
    FixedBitSet candidates = fitting.documents();
    candidates.and(union(List.of(name)));
    for (Window window : windows(candidates)) {
      FixedBitSet places = places(fitting.parts(), window);
      FixedBitSet names = places(List.of(name), 0, window, null);
      FixedBitSet ends = places(List.of(Token.end()), 0, window, null);
      for (int i = 0; i < window.documents.length; i++) {
        if (hasInside(places, names, ends, window.bases[i], window.bases[i + 1])) {
          found.set(window.documents[i]);
        }
      }
    }
  }

  private static boolean hasInside(
      FixedBitSet places, FixedBitSet names, FixedBitSet ends, int from, int to) {
    for (int start = next(names, from, to); start < to; start = next(names, start + 1, to)) {
      int end = next(ends, start + 1, to);
      if (next(places, start + 1, end) < end) {
        return true;
      }
    }
    return false;
  }

  private static int next(FixedBitSet bits, int from, int to) {
    return from >= to ? to : Math.min(to, bits.nextSetBit(from, to));
  }

  private Row fitting(List<Part> row) throws IOException {
    List<Fitting> parts = new ArrayList<>();
    FixedBitSet all = null;
    for (int i = 0; i < row.size(); i++) {
      List<BytesRef> some = terms(row.get(i));
      FixedBitSet documents = union(some);
      parts.add(new Fitting(i, some, documents.cardinality()));
      if (all == null) {
        all = documents;
      } else {
        all.and(documents);
      }
      if (all.nextSetBit(0) == DocIdSetIterator.NO_MORE_DOCS) {
        return new Row(List.of(), all);
      }
    }
    parts.sort(Comparator.comparingInt(Fitting::documents));
    return new Row(parts, all);
  }

  private List<BytesRef> terms(Part part) throws IOException {
    List<BytesRef> found = new ArrayList<>();
    switch (part.where()) {
      case WHOLE -> found.add(part.text());
      case BEGINNING -> beginning(part.text(), found);
      case INSIDE, END -> dictionaries.find(segment, field, terms, part, found::add);
      case INSIDE_NAME, END_OF_NAME -> names(part, found);
    }
    return found;
  }

  private void beginning(BytesRef with, List<BytesRef> found) throws IOException {
    TermsEnum all = terms.iterator();
    if (all.seekCeil(with) == TermsEnum.SeekStatus.END) {
      return;
    }
    for (BytesRef term = all.term(); term != null; term = all.next()) {
      if (!org.apache.lucene.util.StringHelper.startsWith(term, with)) {
        return;
      }
      found.add(BytesRef.deepCopyOf(term));
    }
  }

  /** Names are few, and behind all other terms. */
  private void names(Part part, List<BytesRef> found) throws IOException {
    List<BytesRef> all = new ArrayList<>();
    beginning(new BytesRef(new byte[] {Token.NAME}), all);
    for (BytesRef name : all) {
      if (part.where() == Where.INSIDE_NAME
          ? Token.contains(name, part.text())
          : Token.endsWith(name, part.text())) {
        found.add(name);
      }
    }
  }

  private FixedBitSet union(List<BytesRef> some) throws IOException {
    FixedBitSet found = new FixedBitSet(segment.maxDoc());
    TermsEnum lookup = terms.iterator();
    PostingsEnum postings = null;
    for (BytesRef term : some) {
      if (lookup.seekExact(term)) {
        postings = lookup.postings(postings, PostingsEnum.NONE);
        postings.nextDoc();
        postings.intoBitSet(DocIdSetIterator.NO_MORE_DOCS, found, 0);
      }
    }
    return found;
  }

  /**
   * Some documents, whose tokens are numbered together: those of document {@code i} from {@code
   * bases[i]} on.
   */
  private static final class Window {
    private static final int MOST_TOKENS = 1 << 24;

    private final int[] documents;
    private final int[] bases;

    Window(List<Integer> documents, List<Integer> sizes) {
      this.documents = documents.stream().mapToInt(Integer::intValue).toArray();
      this.bases = new int[this.documents.length + 1];
      for (int i = 0; i < this.documents.length; i++) {
        bases[i + 1] = bases[i] + sizes.get(i);
      }
    }

    int size() {
      return bases[documents.length];
    }
  }

  private List<Window> windows(FixedBitSet candidates) throws IOException {
    List<Window> windows = new ArrayList<>();
    NumericDocValues sizes = DocValues.getNumeric(segment, TextRow.sizeOf(field));
    List<Integer> documents = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    long tokens = 0;
    int document =
        candidates.length() == 0 ? DocIdSetIterator.NO_MORE_DOCS : candidates.nextSetBit(0);
    while (document != DocIdSetIterator.NO_MORE_DOCS) {
      int count = sizes.advanceExact(document) ? (int) sizes.longValue() : 0;
      if (tokens + count > Window.MOST_TOKENS && !documents.isEmpty()) {
        windows.add(new Window(documents, counts));
        documents.clear();
        counts.clear();
        tokens = 0;
      }
      documents.add(document);
      counts.add(count);
      tokens += count;
      document =
          document + 1 < candidates.length()
              ? candidates.nextSetBit(document + 1)
              : DocIdSetIterator.NO_MORE_DOCS;
    }
    if (!documents.isEmpty()) {
      windows.add(new Window(documents, counts));
    }
    return windows;
  }

  /** Where all parts stand one behind the other: the places of the first. */
  private FixedBitSet places(List<Fitting> parts, Window window) throws IOException {
    FixedBitSet places = null;
    for (Fitting part : parts) {
      places = places(part.terms(), part.place(), window, places);
    }
    return places;
  }

  /**
   * Where some terms stand, and so many places before.
   *
   * @param among those that count; null for all
   */
  private FixedBitSet places(List<BytesRef> some, int before, Window window, FixedBitSet among)
      throws IOException {
    FixedBitSet places = new FixedBitSet(window.size());
    TermsEnum lookup = terms.iterator();
    PostingsEnum postings = null;
    for (BytesRef term : some) {
      if (lookup.seekExact(term)) {
        postings = lookup.postings(postings, PostingsEnum.POSITIONS);
        mark(postings, before, window, among, places);
      }
    }
    return places;
  }

  private static void mark(
      PostingsEnum postings, int before, Window window, FixedBitSet among, FixedBitSet places)
      throws IOException {
    int i = 0;
    int document = postings.nextDoc();
    while (i < window.documents.length && document != DocIdSetIterator.NO_MORE_DOCS) {
      if (document < window.documents[i]) {
        document = postings.advance(window.documents[i]);
      } else if (document > window.documents[i]) {
        i = next(window.documents, i, document);
      } else {
        int base = window.bases[i] - before;
        for (int left = postings.freq(); left > 0; left--) {
          int at = base + postings.nextPosition();
          if (at >= window.bases[i] && (among == null || among.get(at))) {
            places.set(at);
          }
        }
        i++;
        document = postings.nextDoc();
      }
    }
  }

  /** The first place from here on whose document is not before another. */
  private static int next(int[] documents, int from, int document) {
    int found = java.util.Arrays.binarySearch(documents, from, documents.length, document);
    return found < 0 ? -found - 1 : found;
  }
}
