package org.godwit.store.listing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.store.Database;
import org.godwit.store.listing.Condition.And;
import org.godwit.store.listing.Condition.In;

/**
 * The first messages of an account that fulfil a condition, in an order. A mailbox by date is read
 * along an index, no further than asked. Safe for many threads; calls block.
 */
public final class MessageWindow {

  /** Which messages, in which order. */
  public record Question(Reach reach, Condition condition, List<Order> order, boolean collapse) {
    public Question {
      order = List.copyOf(order);
    }
  }

  /** A message of the list. */
  public record Entry(UUID message, UUID thread) {}

  /**
   * The beginning of a list.
   *
   * @param modseq the account's, at that moment
   * @param whole whether the list ends here
   */
  public record Beginning(List<Entry> entries, long modseq, boolean whole) {
    public Beginning {
      entries = List.copyOf(entries);
    }
  }

  /** What a count was found for; it is the same as long as the mailbox did not change. */
  private record Counted(long account, long mailbox, boolean collapse, long highest) {}

  private final Database database;
  private final Cache<Counted, Long> counts = Caffeine.newBuilder().maximumSize(100_000).build();

  @Inject
  public MessageWindow(Database database) {
    this.database = database;
  }

  /**
   * At least the first {@code wanted} entries, or all. One statement, where few messages are in a
   * mailbox twice and threads are short; else it asks again for twice as many rows.
   */
  public Beginning first(Question question, long wanted) {
    long rows = Math.max(1, question.collapse() ? wanted * 2 : wanted);
    while (true) {
      Beginning found = rows(question, rows);
      if (found.whole() || found.entries().size() >= wanted) {
        return found;
      }
      rows = rows > Long.MAX_VALUE / 4 ? Long.MAX_VALUE : rows * 4;
    }
  }

  private Beginning rows(Question question, long most) {
    return database.read(
        question.reach().account(),
        "listing messages",
        on -> {
          SqlText sql =
              new SqlText(
                      "SELECT a.modseq, f.message_id, f.thread_id FROM account a LEFT JOIN"
                          + " (SELECT row_number() OVER () AS place, w.* FROM (SELECT"
                          + " m.message_id, m.thread_id")
                  .add(readsByDate(question, most) ? merged(question, most) : from(question))
                  .add(orderBy(question))
                  .add(" LIMIT ?) w) f ON true", most)
                  .add(" WHERE a.account_id = ? ORDER BY f.place", question.reach().account());
          try (PreparedStatement select = sql.prepare(on);
              ResultSet row = select.executeQuery()) {
            return beginning(row, question.collapse(), most);
          }
        });
  }

  private static Beginning beginning(ResultSet row, boolean collapse, long most)
      throws SQLException {
    List<Entry> entries = new ArrayList<>();
    Set<UUID> seen = new HashSet<>();
    long rows = 0;
    long modseq = 0;
    while (row.next()) {
      modseq = row.getLong(1);
      UUID message = row.getObject(2, UUID.class);
      if (message == null) {
        continue;
      }
      rows++;
      UUID thread = row.getObject(3, UUID.class);
      if (seen.add(collapse ? thread : message)) {
        entries.add(new Entry(message, thread));
      }
    }
    return new Beginning(entries, modseq, rows < most);
  }

  private static SqlText from(Question question) {
    Reach reach = question.reach();
    Optional<Long> mailbox = mailbox(question.condition());
    SqlText from = new SqlText(" FROM mailbox_message m WHERE m.account_id = ?", reach.account());
    mailbox.ifPresent(number -> from.add(" AND m.mailbox_id = ?", number));
    Condition rest = mailbox.isPresent() ? rest(question.condition()) : question.condition();
    if (!rest.equals(new And(List.of()))) {
      from.add(" AND ").add(new ConditionSql(reach).of(rest));
    }
    return from.add(reach.condition("m"));
  }

  /** Whether a list that crosses mailboxes is best read as the newest of each. */
  private static boolean readsByDate(Question question, long most) {
    return mailbox(question.condition()).isEmpty()
        && question.order().stream().allMatch(Order.ByReceived.class::isInstance)
        && !namesMessages(question.condition())
        && most < Long.MAX_VALUE;
  }

  /** Whether the messages of the list are given: then reading them is shorter. */
  private static boolean namesMessages(Condition condition) {
    return switch (condition) {
      case And and -> and.parts().stream().anyMatch(MessageWindow::namesMessages);
      case Condition.OneOf some -> true;
      default -> false;
    };
  }

  /**
   * The beginnings of the lists of all mailboxes, each along the index of its own: an account has
   * few mailboxes, and no index by date is kept beside those that they have.
   */
  private static SqlText merged(Question question, long most) {
    return new SqlText(
            " FROM mailbox b CROSS JOIN LATERAL"
                + " (SELECT m.message_id, m.thread_id, m.internal_date")
        .add(from(question))
        .add(" AND m.mailbox_id = b.mailbox_id")
        .add(orderBy(question))
        .add(" LIMIT ?) m WHERE b.account_id = ?", most, question.reach().account())
        .add(question.reach().condition("b"));
  }

  /** The mailbox that all of the list is in. */
  private static Optional<Long> mailbox(Condition condition) {
    return switch (condition) {
      case In in -> Optional.of(in.mailbox());
      case And and ->
          and.parts().stream()
              .filter(In.class::isInstance)
              .map(part -> ((In) part).mailbox())
              .findFirst();
      default -> Optional.empty();
    };
  }

  /** What else is asked. */
  private static Condition rest(Condition condition) {
    if (!(condition instanceof And and)) {
      return new And(List.of());
    }
    List<Condition> rest = new ArrayList<>(and.parts());
    rest.remove(new In(mailbox(and).orElseThrow()));
    return new And(rest);
  }

  private static SqlText orderBy(Question question) {
    SqlText by = new SqlText(" ORDER BY ");
    boolean ascending = false;
    for (Order order : question.order()) {
      by.add(key(question.reach(), order)).add(order.ascending() ? ", " : " DESC, ");
      ascending = order.ascending();
    }
    return by.add(ascending ? "m.message_id" : "m.message_id DESC");
  }

  private static SqlText key(Reach reach, Order order) {
    return switch (order) {
      case Order.ByReceived received -> new SqlText("m.internal_date");
      case Order.BySize size -> new SqlText("m.size");
      case Order.ByMark mark ->
          new SqlText("(").add(new ConditionSql(reach).of(mark.marked())).add(")");
    };
  }

  /** How long the list is. One statement or two; of a whole mailbox mostly one that reads a row. */
  public long count(Question question) {
    return database.read(
        question.reach().account(), "counting messages", on -> count(on, question));
  }

  private long count(Connection on, Question question) throws SQLException {
    Optional<Long> mailbox = mailbox(question.condition());
    boolean isWhole = mailbox.isPresent() && rest(question.condition()).equals(new And(List.of()));
    if (!isWhole || !question.reach().covers(mailbox.get())) {
      return counted(on, question);
    }
    SqlText sql =
        new SqlText(
            "SELECT highest_modseq FROM mailbox WHERE account_id = ? AND mailbox_id = ?",
            question.reach().account(),
            mailbox.get());
    long highest = number(on, sql);
    Counted key =
        new Counted(question.reach().account(), mailbox.get(), question.collapse(), highest);
    Long known = counts.getIfPresent(key);
    if (known == null) {
      known = counted(on, question);
      counts.put(key, known);
    }
    return known;
  }

  private static long counted(Connection on, Question question) throws SQLException {
    String what = question.collapse() ? "m.thread_id" : "m.message_id";
    return number(
        on,
        new SqlText("SELECT count(*) FROM (SELECT DISTINCT " + what)
            .add(from(question))
            .add(") found"));
  }

  private static long number(Connection on, SqlText sql) throws SQLException {
    try (PreparedStatement select = sql.prepare(on);
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
