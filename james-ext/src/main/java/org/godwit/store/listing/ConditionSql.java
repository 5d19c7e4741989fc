package org.godwit.store.listing;

import java.util.List;
import org.godwit.store.listing.Condition.And;
import org.godwit.store.listing.Condition.In;
import org.godwit.store.listing.Condition.Marked;
import org.godwit.store.listing.Condition.Not;
import org.godwit.store.listing.Condition.OneOf;
import org.godwit.store.listing.Condition.Or;
import org.godwit.store.listing.Condition.Outside;
import org.godwit.store.listing.Condition.Received;
import org.godwit.store.listing.Condition.Sized;
import org.godwit.store.listing.Condition.ThreadAllMarked;
import org.godwit.store.listing.Condition.ThreadMarked;

/** Conditions as SQL about a row {@code m} of mailbox_message, and the rows beside it. */
final class ConditionSql {

  private final Reach reach;

  ConditionSql(Reach reach) {
    this.reach = reach;
  }

  SqlText of(Condition condition) {
    return switch (condition) {
      case And and -> joined(and.parts(), " AND ", "true");
      case Or or -> joined(or.parts(), " OR ", "false");
      case Not not -> new SqlText("NOT (").add(of(not.part())).add(")");
      case In in -> copy(new SqlText("k.mailbox_id = ?", in.mailbox()));
      case Outside other ->
          copy(new SqlText("k.mailbox_id <> ALL (?)", new SqlText.Longs(other.mailboxes())));
      case Received received ->
          new SqlText(
              "m.internal_date >= ? AND m.internal_date < ?", received.from(), received.before());
      case Sized sized -> new SqlText("m.size >= ? AND m.size < ?", sized.from(), sized.below());
      case Marked marked -> marked(marked.keyword());
      case ThreadMarked marked -> threadMarked(marked.keyword());
      case ThreadAllMarked marked -> threadAllMarked(marked.keyword());
      case OneOf some -> new SqlText("m.message_id = ANY (?)", new SqlText.Uuids(some.messages()));
    };
  }

  private SqlText joined(List<Condition> parts, String by, String none) {
    SqlText all = new SqlText("(");
    for (int i = 0; i < parts.size(); i++) {
      all.add(i == 0 ? "(" : by + "(").add(of(parts.get(i))).add(")");
    }
    return all.add(parts.isEmpty() ? none : "").add(")");
  }

  /**
   * Some copy of the message, in a mailbox that may be seen. The account is a parameter, not that
   * of the row: PostgreSQL may read all copies at once instead of one row's, and then that is all
   * that keeps it to the account.
   */
  private SqlText copy(SqlText truth) {
    return new SqlText(
            "EXISTS (SELECT 1 FROM mailbox_message k"
                + " WHERE k.account_id = ? AND k.message_id = m.message_id AND ",
            reach.account())
        .add(truth)
        .add(reach.condition("k"))
        .add(")");
  }

  /** The row itself is asked first: most messages have no other. */
  SqlText marked(String keyword) {
    return new SqlText("(")
        .add(Keywords.borne("m", keyword))
        .add(" OR ")
        .add(copy(Keywords.borne("k", keyword)))
        .add(")");
  }

  private SqlText inThread() {
    return new SqlText(
            " FROM message t JOIN mailbox_message k"
                + " ON k.account_id = t.account_id AND k.message_id = t.message_id"
                + " WHERE t.account_id = ? AND t.thread_id = m.thread_id",
            reach.account())
        .add(reach.condition("k"));
  }

  SqlText threadMarked(String keyword) {
    return new SqlText("EXISTS (SELECT 1")
        .add(inThread())
        .add(" AND ")
        .add(Keywords.borne("k", keyword))
        .add(")");
  }

  SqlText threadAllMarked(String keyword) {
    return new SqlText("NOT EXISTS (SELECT 1")
        .add(inThread())
        .add(" GROUP BY k.message_id HAVING NOT bool_or(")
        .add(Keywords.borne("k", keyword))
        .add("))");
  }
}
