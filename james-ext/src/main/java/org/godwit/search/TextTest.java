package org.godwit.search;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RegexpQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.RegExp;
import org.godwit.search.Documents.Text;
import org.godwit.search.text.Casemap;
import org.godwit.search.text.MessageText;

/**
 * Something that is true of a message's texts or not.
 *
 * @param truth decides, for a message that was read
 * @param possible finds at least all documents of which it is true
 * @param certain finds only such documents; may find few
 * @param inWords finds more of them, at the price of a look at every word of the index
 * @param reach what decides
 */
record TextTest(
    Predicate<MessageText> truth,
    Query possible,
    Optional<Query> certain,
    Optional<Query> inWords,
    Reach reach) {

  TextTest(Predicate<MessageText> truth, Query possible, Optional<Query> certain, Reach reach) {
    this(truth, possible, certain, Optional.empty(), reach);
  }

  /** What must be read of a message when the index does not know; each holds the one before. */
  enum Reach {
    /** Nothing: the database's row tells. */
    ROW,
    /** The fields that an index keeps. */
    ENVELOPE,
    /** The message. */
    MESSAGE,
    /** What its attachments say, too. */
    FILES
  }

  private static final int MOST_GRAMS = 16;

  private static TextTest exact(Predicate<MessageText> truth, Query query) {
    return new TextTest(truth, query, Optional.of(query), Reach.MESSAGE);
  }

  /** TEXT (9051 §6.4.4). */
  static TextTest anywhere(String needle) {
    String folded = Casemap.fold(needle);
    Query possible =
        any(grams(Text.HEADER, folded), grams(Text.INNER, folded), grams(Text.BODY, folded));
    return new TextTest(
        text -> text.anywhere(folded),
        possible,
        certain(folded, possible, Text.SUBJECT, Text.BODY),
        inWords(folded, Text.SUBJECT, Text.BODY),
        Reach.MESSAGE);
  }

  /** BODY (9051 §6.4.4). */
  static TextTest body(String needle) {
    String folded = Casemap.fold(needle);
    Query possible = grams(Text.BODY, folded);
    return new TextTest(
        text -> text.inBody(folded), possible, certain(folded, possible, Text.BODY), Reach.MESSAGE);
  }

  /** What was read out of attachments. */
  static TextTest attachments(String needle) {
    String folded = Casemap.fold(needle);
    Query possible = grams(Text.ATTACHED, folded);
    return new TextTest(
        text -> MessageText.contains(text.attached(), folded),
        possible,
        certain(folded, possible, Text.ATTACHED),
        Reach.FILES);
  }

  /** The name of a file, whole. */
  static TextTest fileName(String name) {
    String folded = Casemap.fold(name);
    return new TextTest(
        text -> (MessageText.END + Casemap.fold(text.inner())).contains(entry(folded)),
        grams(Text.INNER, folded),
        Optional.empty(),
        Reach.MESSAGE);
  }

  private static String entry(String folded) {
    return MessageText.END + folded + MessageText.END;
  }

  /** FROM, TO, CC and BCC (9051 §6.4.4). */
  static TextTest addresses(String field, String needle) {
    String folded = Casemap.fold(needle);
    Predicate<MessageText> truth = text -> text.inAddresses(field, folded);
    return switch (field) {
      case "from" -> indexed(truth, Text.FROM, folded);
      case "to" -> indexed(truth, Text.TO, folded);
      case "cc" -> indexed(truth, Text.CC, folded);
      case "bcc" -> new TextTest(truth, named(field), Optional.empty(), Reach.ENVELOPE);
      default -> new TextTest(truth, named(field), Optional.empty(), Reach.MESSAGE);
    };
  }

  /** HEADER (9051 §6.4.4). */
  static TextTest field(String field, String needle) {
    String folded = Casemap.fold(needle);
    Predicate<MessageText> truth = text -> text.inField(field, folded);
    if (field.equals("subject")) {
      return indexed(truth, Text.SUBJECT, folded);
    }
    Query possible = all(named(field), grams(Text.HEADER, folded));
    return new TextTest(truth, possible, Optional.empty(), Reach.MESSAGE);
  }

  /** HEADER without a string (9051 §6.4.4). */
  static TextTest field(String field) {
    return exact(text -> text.hasField(field), named(field));
  }

  private static TextTest indexed(Predicate<MessageText> truth, Text where, String folded) {
    Query possible = grams(where, folded);
    return new TextTest(truth, possible, certain(folded, possible, where), Reach.ENVELOPE);
  }

  /** SENTBEFORE and the like: a day of the sender's calendar, both ends included. */
  static TextTest sentOn(long fromDay, long toDay) {
    return exact(
        text -> text.sent().filter(it -> it.day() >= fromDay && it.day() <= toDay).isPresent(),
        LongPoint.newRangeQuery(Documents.SENT_DAY, fromDay, toDay));
  }

  /** The same for moments, in milliseconds. */
  static TextTest sentAt(long from, long to) {
    return exact(
        text -> text.sent().filter(it -> it.millis() >= from && it.millis() <= to).isPresent(),
        LongPoint.newRangeQuery(Documents.SENT_AT, from, to));
  }

  /** Whether a file comes with it. */
  static TextTest hasAttachment() {
    return exact(
        MessageText::attachment, new TermQuery(Documents.state(Documents.State.ATTACHMENT)));
  }

  private static Query named(String field) {
    return new TermQuery(new Term(Documents.FIELD_NAME, field));
  }

  /** All texts with the needle have its grams. */
  static Query grams(Text where, String folded) {
    if (folded.isEmpty()) {
      return MatchAllDocsQuery.INSTANCE;
    }
    if (folded.length() < Grams.LENGTH) {
      return new PrefixQuery(new Term(where.grams, Grams.start(folded)));
    }
    List<BytesRef> required = Grams.required(folded);
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    int count = Math.min(MOST_GRAMS, required.size());
    for (int i = 0; i < count; i++) { // spread over a long needle, its first and last among them
      int which = count == 1 ? 0 : i * (required.size() - 1) / (count - 1);
      query.add(new TermQuery(new Term(where.grams, required.get(which))), Occur.FILTER);
    }
    return query.build();
  }

  /** Short needles are grams themselves; a needle that is a word is in all texts with that word. */
  private static Optional<Query> certain(String folded, Query possible, Text... words) {
    if (!folded.isEmpty() && folded.length() <= Grams.LENGTH) {
      return Optional.of(possible);
    }
    if (!Words.isWord(folded)) {
      return Optional.empty();
    }
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (Text where : words) {
      query.add(new TermQuery(new Term(where.words, folded)), Occur.SHOULD);
    }
    return Optional.of(query.build());
  }

  /**
   * A needle that is a word is in all texts with a word that contains it. A term of letters without
   * their marks is no word of the text: it begins with a mark of its own.
   */
  private static Optional<Query> inWords(String folded, Text... words) {
    if (folded.length() <= Grams.LENGTH || !Words.isWord(folded)) {
      return Optional.empty();
    }
    String inside = "(" + folded + ".*)|([^" + Words.BARED + "].*" + folded + ".*)";
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (Text where : words) {
      query.add(new RegexpQuery(new Term(where.words, inside), RegExp.NONE), Occur.SHOULD);
    }
    return Optional.of(query.build());
  }

  private static Query any(Query... queries) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (Query query : queries) {
      any.add(query, Occur.SHOULD);
    }
    return any.build();
  }

  private static Query all(Query... queries) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (Query query : queries) {
      all.add(query, Occur.FILTER);
    }
    return all.build();
  }
}
