package org.godwit.search;

import java.util.function.Predicate;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.godwit.search.Documents.Strings;
import org.godwit.search.strings.ContainsQuery;
import org.godwit.search.text.Casemap;
import org.godwit.search.text.MessageText;

/**
 * Something that is true of a message's texts or not.
 *
 * @param truth decides, for a message that was read
 * @param possible finds at least all documents of which it is true
 * @param isExact whether it finds no others
 * @param reach what decides
 */
record TextTest(Predicate<MessageText> truth, Query possible, boolean isExact, Reach reach) {

  /** What must be read of a message when the index does not know; each holds the one before. */
  enum Reach {
    /** Nothing: the database's row tells. */
    ROW,
    /** The message. */
    MESSAGE,
    /** What its attachments say, too. */
    FILES
  }

  private static TextTest exact(Predicate<MessageText> truth, Query query) {
    return new TextTest(truth, query, /* isExact= */ true, Reach.MESSAGE);
  }

  /** TEXT (9051 §6.4.4). */
  static TextTest anywhere(String needle) {
    String folded = Casemap.fold(needle);
    return exact(
        text -> text.anywhere(folded),
        any(contains(Strings.HEADER, folded), contains(Strings.BODY, folded)));
  }

  /** BODY (9051 §6.4.4). */
  static TextTest body(String needle) {
    String folded = Casemap.fold(needle);
    return exact(text -> text.inBody(folded), contains(Strings.BODY, folded));
  }

  /** What was read out of attachments. */
  static TextTest attachments(String needle) {
    String folded = Casemap.fold(needle);
    Query found =
        folded.isEmpty() ? MatchAllDocsQuery.INSTANCE : contains(Strings.ATTACHED, folded);
    return new TextTest(
        text -> MessageText.contains(text.attached(), folded),
        found,
        /* isExact= */ true,
        Reach.FILES);
  }

  /** The name of a file, whole. */
  static TextTest fileName(String name) {
    String folded = Casemap.fold(name);
    String entry = MessageText.END + folded + MessageText.END;
    return new TextTest(
        text -> (MessageText.END + Casemap.fold(text.inner())).contains(entry),
        folded.isEmpty() ? MatchAllDocsQuery.INSTANCE : contains(Strings.HEADER, folded),
        /* isExact= */ false,
        Reach.MESSAGE);
  }

  private static Query contains(Strings where, String folded) {
    return ContainsQuery.anywhere(where.field, folded);
  }

  /** FROM, TO, CC and BCC (9051 §6.4.4). */
  static TextTest addresses(String field, String needle) {
    String folded = Casemap.fold(needle);
    return exact(
        text -> text.inAddresses(field, folded),
        any(inField(Strings.HEADER, field, folded), inField(Strings.ADDRESSES, field, folded)));
  }

  /** HEADER (9051 §6.4.4). */
  static TextTest field(String field, String needle) {
    String folded = Casemap.fold(needle);
    return exact(
        text -> text.inField(field, folded),
        any(inField(Strings.HEADER, field, folded), inField(Strings.BLANKS, field, folded)));
  }

  private static Query inField(Strings where, String field, String folded) {
    return ContainsQuery.inField(where.field, field, folded);
  }

  /** HEADER without a string (9051 §6.4.4). */
  static TextTest field(String field) {
    return exact(text -> text.hasField(field), ContainsQuery.hasField(Strings.HEADER.field, field));
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

  private static Query any(Query... queries) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (Query query : queries) {
      any.add(query, Occur.SHOULD);
    }
    return any.build();
  }
}
