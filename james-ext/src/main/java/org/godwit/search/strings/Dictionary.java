package org.godwit.search.strings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.godwit.search.strings.Needle.Part;

/**
 * The terms of a field of a segment, in their order, as long strings of one byte in each character,
 * which Java searches at some gigabytes a second. Does not change.
 *
 * @param chunks each begins and ends with {@link Token#BETWEEN}, as each term does
 */
record Dictionary(List<String> chunks) {

  /** Characters of a chunk. */
  static final int CHUNK = 1 << 20;

  /** Hears of terms. */
  @FunctionalInterface
  interface Visitor {
    void visit(BytesRef term) throws IOException;
  }

  /** Hears of chunks. */
  @FunctionalInterface
  private interface ChunkVisitor {
    void visit(String chunk) throws IOException;
  }

  /** Reads all terms. */
  static Dictionary of(Terms terms) throws IOException {
    List<String> chunks = new ArrayList<>();
    read(terms, chunks::add);
    return new Dictionary(chunks);
  }

  /** Bytes in memory. */
  long size() {
    return chunks.stream().mapToLong(String::length).sum();
  }

  /** Finds terms that have a part of a string; the visitor gets each once, in their order. */
  void find(Part part, Visitor visitor) throws IOException {
    Search search = new Search(part, visitor);
    for (String chunk : chunks) {
      search.visit(chunk);
    }
  }

  /** The same for one that is too large to be kept. */
  static void find(Terms terms, Part part, Visitor visitor) throws IOException {
    read(terms, new Search(part, visitor)::visit);
  }

  private static void read(Terms terms, ChunkVisitor to) throws IOException {
    byte[] chunk = new byte[CHUNK + Token.LONGEST * 4];
    chunk[0] = (byte) Token.BETWEEN;
    int end = 1;
    TermsEnum all = terms.iterator();
    for (BytesRef term = all.next(); term != null; term = all.next()) {
      if (end + term.length + 1 > chunk.length) { // the name of a field may be longer than a token
        chunk = Arrays.copyOf(chunk, end + term.length + 1);
      }
      System.arraycopy(term.bytes, term.offset, chunk, end, term.length);
      end += term.length;
      chunk[end++] = (byte) Token.BETWEEN;
      if (end >= CHUNK) {
        to.visit(string(chunk, 0, end));
        end = 1;
      }
    }
    if (end > 1) {
      to.visit(string(chunk, 0, end));
    }
  }

  private static String string(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  /** Looks for a part in one chunk after the other. */
  private static final class Search {
    private final String wanted;
    private final Visitor visitor;

    Search(Part part, Visitor visitor) {
      String text = string(part.text().bytes, part.text().offset, part.text().length);
      this.wanted =
          switch (part.where()) {
            case INSIDE -> text;
            case END -> text + Token.BETWEEN;
            default -> throw new IllegalArgumentException("looked up otherwise: " + part);
          };
      this.visitor = visitor;
    }

    void visit(String chunk) throws IOException {
      int at = chunk.indexOf(wanted);
      while (at >= 0) {
        int from = chunk.lastIndexOf(Token.BETWEEN, at) + 1;
        int to = chunk.indexOf(Token.BETWEEN, at);
        visitor.visit(
            new BytesRef(chunk.substring(from, to).getBytes(StandardCharsets.ISO_8859_1)));
        at = chunk.indexOf(wanted, to);
      }
    }
  }
}
