package org.godwit.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.godwit.search.Documents.Text;
import org.godwit.search.text.Casemap;
import org.godwit.search.text.MessageText;

/**
 * What people type: words that must all be there, {@code "words side by side"}, {@code begin*}. An
 * address, a number with dots and the like is words side by side too. Accents may be left out.
 */
final class WordQuery {

  private static final Pattern PIECE = Pattern.compile("\"([^\"]*)\"?|(\\S+)");
  private static final int MOST_PIECES = 50;

  /** A text to look in, and how much a hit there weighs. */
  private record Where(Text text, float weight) {}

  private static final List<Where> BODY =
      List.of(new Where(Text.BODY, 1), new Where(Text.ATTACHED, 0.7f));
  private static final List<Where> FROM = List.of(new Where(Text.FROM, 2));
  private static final List<Where> TO = List.of(new Where(Text.TO, 1.5f), new Where(Text.CC, 1));
  private static final List<Where> SUBJECT = List.of(new Where(Text.SUBJECT, 3));
  private static final List<Where> FILES = List.of(new Where(Text.FILES, 2));

  private WordQuery() {}

  /**
   * What was typed for one field.
   *
   * @param where to look in the index
   * @param texts to look for words side by side in a message
   */
  record Part(String typed, List<Where> where, Function<MessageText, List<String>> texts) {

    static Part anywhere(String typed) {
      List<Where> all = Stream.of(SUBJECT, FROM, TO, FILES, BODY).flatMap(List::stream).toList();
      return new Part(
          typed, all, text -> List.of(text.header(), text.inner(), text.body(), text.attached()));
    }

    static Part from(String typed) {
      return new Part(typed, FROM, text -> addresses(text, "from"));
    }

    static Part to(String typed) {
      return new Part(
          typed,
          TO,
          text -> Stream.of("to", "cc").flatMap(name -> addresses(text, name).stream()).toList());
    }

    static Part subject(String typed) {
      return new Part(typed, SUBJECT, text -> text.values("subject"));
    }

    static Part body(String typed) {
      return new Part(typed, BODY, text -> List.of(text.body(), text.attached()));
    }

    private static List<String> addresses(MessageText text, String name) {
      return text.values(name).stream()
          .flatMap(value -> MessageText.addressTexts(value).stream())
          .toList();
    }

    /** Finds documents with all words, each in any of the texts. */
    Query query() {
      BooleanQuery.Builder all = new BooleanQuery.Builder();
      for (String piece : pieces(typed)) {
        List<String> words = Words.of(Casemap.fold(piece));
        for (int i = 0; i < words.size(); i++) {
          boolean begins = i == words.size() - 1 && piece.endsWith("*");
          all.add(anywhere(words.get(i), begins), Occur.MUST);
        }
      }
      return all.build();
    }

    private Query anywhere(String word, boolean begins) {
      List<Query> any = new ArrayList<>();
      for (Where place : where) {
        any.add(new BoostQuery(in(place.text().words, word, begins), place.weight()));
      }
      return new DisjunctionMaxQuery(any, 0.1f);
    }

    /** The pieces that are words side by side. */
    List<String> phrases() {
      return pieces(typed).stream()
          .filter(piece -> Words.of(Casemap.fold(piece)).size() > 1)
          .toList();
    }

    /** Whether each of them is in one of the message's texts. */
    boolean hasPhrases(MessageText message) {
      List<List<String>> said = texts.apply(message).stream().map(WordQuery::bareWords).toList();
      return phrases().stream()
          .allMatch(phrase -> said.stream().anyMatch(words -> sideBySide(phrase, words)));
    }
  }

  private static boolean sideBySide(String phrase, List<String> words) {
    List<String> wanted = bareWords(phrase);
    boolean begins = phrase.endsWith("*");
    int last = wanted.size() - 1;
    for (int at = 0; at + last < words.size(); at++) {
      boolean same = words.subList(at, at + last).equals(wanted.subList(0, last));
      String end = words.get(at + last);
      if (same && (begins ? end.startsWith(wanted.get(last)) : end.equals(wanted.get(last)))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> bareWords(String text) {
    return Words.of(Casemap.fold(text)).stream().map(Words::bare).toList();
  }

  /** What was typed, taken apart at blanks, but for what is in quotes. */
  static List<String> pieces(String typed) {
    List<String> pieces = new ArrayList<>();
    Matcher piece = PIECE.matcher(typed);
    while (piece.find() && pieces.size() < MOST_PIECES) {
      pieces.add(piece.group(1) == null ? piece.group(2) : piece.group(1));
    }
    return pieces;
  }

  /** As it is typed; and of words with accents those that are this without them. */
  private static Query in(String field, String word, boolean begins) {
    return new BooleanQuery.Builder()
        .add(term(new Term(field, word), begins), Occur.SHOULD)
        .add(term(new Term(field, Words.bared(word)), begins), Occur.SHOULD)
        .build();
  }

  private static Query term(Term term, boolean begins) {
    return begins ? new PrefixQuery(term) : new TermQuery(term);
  }
}
