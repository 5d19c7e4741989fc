package org.godwit.search;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.FixedBitSet;
import org.godwit.search.TextTest.Reach;
import org.godwit.search.text.MessageText;
import org.godwit.store.mailbox.AccountReading.Held;

/**
 * What a search asks of a message. First {@link #prepare} asks the index, if there is one; then
 * {@link #ask} says what is known of a message; what is still open, {@link #matches} decides by its
 * text. For one search in one state of an index, by one thread.
 */
sealed interface Condition {

  /** No document: the message is not in the index, or nothing may be concluded from it. */
  int NONE = -1;

  /** What is known of a message before it is read. */
  enum Answer {
    YES,
    NO,
    /** Its text decides. */
    OPEN;

    private static Answer of(boolean truth) {
      return truth ? YES : NO;
    }

    private Answer not() {
      return this == YES ? NO : this == NO ? YES : OPEN;
    }
  }

  /** What must be read of a message when the index does not know. */
  Reach reach();

  /** Asks the index; what is returned is the caller's. */
  Hits prepare(IndexSearcher searcher) throws IOException;

  /**
   * What is known.
   *
   * @param document of the searcher that was asked, or {@link #NONE}
   */
  Answer ask(Held message, int document);

  /** Decides: by the text where nothing is known. */
  boolean matches(Held message, int document, MessageText text);

  /** Where the message is, with which flags: the database knows. */
  record OfRow(Predicate<Held> truth) implements Condition {
    @Override
    public Reach reach() {
      return Reach.ROW;
    }

    @Override
    public Hits prepare(IndexSearcher searcher) {
      return Hits.unknown(searcher.getIndexReader().maxDoc());
    }

    @Override
    public Answer ask(Held message, int document) {
      return Answer.of(truth.test(message));
    }

    @Override
    public boolean matches(Held message, int document, MessageText text) {
      return truth.test(message);
    }
  }

  /** What the message says. */
  final class OfText implements Condition {
    private final TextTest test;
    private Hits hits;

    OfText(TextTest test) {
      this.test = test;
    }

    @Override
    public Reach reach() {
      return test.reach();
    }

    @Override
    public Hits prepare(IndexSearcher searcher) throws IOException {
      FixedBitSet possible = Hits.of(searcher, test.possible());
      FixedBitSet certain = test.isExact() ? possible.clone() : new FixedBitSet(possible.length());
      possible.or(Hits.of(searcher, new TermQuery(Documents.state(Documents.State.CUT))));
      hits = new Hits(possible, certain);
      return hits.copy();
    }

    @Override
    public Answer ask(Held message, int document) {
      if (document == NONE || hits == null) {
        return Answer.OPEN;
      }
      return hits.certain().get(document)
          ? Answer.YES
          : hits.possible().get(document) ? Answer.OPEN : Answer.NO;
    }

    @Override
    public boolean matches(Held message, int document, MessageText text) {
      Answer known = ask(message, document);
      return known == Answer.OPEN ? test.truth().test(text) : known == Answer.YES;
    }
  }

  /** All of many; of none, it is true. */
  record And(List<Condition> parts) implements Condition {
    @Override
    public Reach reach() {
      return parts.stream().map(Condition::reach).max(Reach::compareTo).orElse(Reach.ROW);
    }

    @Override
    public Hits prepare(IndexSearcher searcher) throws IOException {
      int documents = searcher.getIndexReader().maxDoc();
      Hits all = Hits.unknown(documents);
      all.certain().set(0, documents);
      for (Condition part : parts) {
        all = all.and(part.prepare(searcher));
      }
      return all;
    }

    @Override
    public Answer ask(Held message, int document) {
      Answer all = Answer.YES;
      for (Condition part : parts) {
        Answer one = part.ask(message, document);
        if (one == Answer.NO) {
          return one;
        }
        all = one == Answer.OPEN ? one : all;
      }
      return all;
    }

    @Override
    public boolean matches(Held message, int document, MessageText text) {
      return parts.stream().allMatch(part -> part.matches(message, document, text));
    }
  }

  /** Not so. */
  record Not(Condition part) implements Condition {
    @Override
    public Reach reach() {
      return part.reach();
    }

    @Override
    public Hits prepare(IndexSearcher searcher) throws IOException {
      return part.prepare(searcher).not();
    }

    @Override
    public Answer ask(Held message, int document) {
      return part.ask(message, document).not();
    }

    @Override
    public boolean matches(Held message, int document, MessageText text) {
      return !part.matches(message, document, text);
    }
  }

  /** One of many, or more: not all of them are not so. */
  static Condition or(List<Condition> parts) {
    return new Not(new And(parts.stream().<Condition>map(Not::new).toList()));
  }
}
