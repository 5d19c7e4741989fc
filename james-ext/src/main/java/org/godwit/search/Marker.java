package org.godwit.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.godwit.search.text.Casemap;

/** Marks in a text what people searched for, as HTML: {@code <mark>} and nothing else (8621 §5). */
final class Marker {

  private static final int BEFORE = 60;
  private static final String OPEN = "<mark>";
  private static final String CLOSE = "</mark>";

  private final List<String> whole = new ArrayList<>();
  private final List<String> begun = new ArrayList<>();

  /**
   * A marker.
   *
   * @param typed what was searched for, as people type it
   */
  Marker(List<String> typed) {
    for (String text : typed) {
      for (String piece : WordQuery.pieces(text)) {
        List<String> words = Words.of(Casemap.fold(piece));
        for (int i = 0; i < words.size(); i++) {
          boolean begins = i == words.size() - 1 && piece.endsWith("*");
          (begins ? begun : whole).add(words.get(i));
        }
      }
    }
  }

  /** A word of the text, by where it stands in it. */
  private record Word(int from, int to) {}

  /**
   * A text with its marks, from a little before the first.
   *
   * @param octets of the answer at most
   * @return empty when there is nothing to mark
   */
  Optional<String> mark(String text, int octets) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    Optional<Word> first = next(line, 0);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    int from = first.get().to() <= octets / 2 ? 0 : start(line, first.get().from());
    StringBuilder marked = new StringBuilder();
    int room = octets;
    int at = from;
    for (Optional<Word> word = first; word.isPresent(); word = next(line, at)) {
      room = plain(line, at, word.get().from(), room, marked);
      String found = escape(line.substring(word.get().from(), word.get().to()));
      int size = size(OPEN + found + CLOSE);
      if (room < size) {
        return Optional.of(marked.toString());
      }
      marked.append(OPEN).append(found).append(CLOSE);
      room -= size;
      at = word.get().to();
    }
    plain(line, at, line.length(), room, marked);
    return Optional.of(marked.toString());
  }

  /** The start of a word, some characters before. */
  private static int start(String line, int first) {
    int from = Math.max(0, first - BEFORE);
    int blank = line.indexOf(' ', from);
    return from == 0 ? 0 : blank < 0 || blank >= first ? first : blank + 1;
  }

  /**
   * Adds what there is room for; returns the room that is left, none once something was left out.
   */
  private static int plain(String line, int from, int to, int room, StringBuilder marked) {
    int left = room;
    for (int at = from; at < to; at += Character.charCount(line.codePointAt(at))) {
      String next = escape(Character.toString(line.codePointAt(at)));
      left -= size(next);
      if (left < 0) {
        return 0;
      }
      marked.append(next);
    }
    return left;
  }

  private Optional<Word> next(String line, int from) {
    int at = from;
    while (at < line.length()) {
      int end = at;
      while (end < line.length() && isWordPart(line.charAt(end))) {
        end++;
      }
      if (end > at) {
        Optional<Word> found = in(line, at, end);
        if (found.isPresent()) {
          return found;
        }
      }
      at = Math.max(end, at + 1);
    }
    return Optional.empty();
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c)
        || Character.isSurrogate(c)
        || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  private Optional<Word> in(String line, int from, int to) {
    String word = Casemap.fold(line.substring(from, to));
    String bare = Words.bare(word);
    if (whole.contains(word)
        || whole.contains(bare)
        || begun.stream().anyMatch(start -> word.startsWith(start) || bare.startsWith(start))) {
      return Optional.of(new Word(from, to));
    }
    if (word.length() == to - from && Words.of(word).size() > 1) { // written without blanks
      for (String part : whole) {
        int at = word.indexOf(part);
        if (at >= 0 && Words.of(word).contains(part)) {
          return Optional.of(new Word(from + at, from + at + part.length()));
        }
      }
    }
    return Optional.empty();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
