package org.godwit.store.listing;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.store.Database;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.MessageView;
import org.godwit.store.message.MessageSummary;

/**
 * What messages are, many in one statement. Safe for many threads; calls block. A message whose
 * summary is of an older form, or whose header was too long to be kept apart, costs one statement
 * more.
 */
public final class MessageFacts {

  /** What is wanted beside the row. */
  public record Wanted(boolean summary, boolean header) {}

  /**
   * One message.
   *
   * @param mailboxes numbers of those that it is in and that may be seen
   * @param keywords in lower case, of all its copies
   * @param summary empty unless it was wanted
   * @param header octets before the body; empty unless they were wanted
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  public record Facts(
      UUID message,
      UUID thread,
      Set<Long> mailboxes,
      Set<String> keywords,
      Instant received,
      long size,
      Optional<MessageSummary> summary,
      Optional<byte[]> header) {}

  /** What was found, in no order, at the account's {@code modseq}. */
  public record Found(List<Facts> messages, long modseq) {
    public Found {
      messages = List.copyOf(messages);
    }
  }

  /** The messages of a thread, the oldest first. */
  public record ThreadList(Map<UUID, List<UUID>> threads, long modseq) {
    public ThreadList {
      threads = Map.copyOf(threads);
    }
  }

  private final Database database;
  private final AccountReading reading;

  @Inject
  public MessageFacts(Database database, AccountReading reading) {
    this.database = database;
    this.reading = reading;
  }

  /** The messages of these ids that are there and may be seen. */
  public Found find(Reach reach, Collection<UUID> messages, Wanted wanted) {
    SqlText sql =
        new SqlText("SELECT a.modseq, g.message_id, g.thread_id, g.size, g.received_at, p.*")
            .add(wanted.summary() ? ", g.summary" : "")
            .add(wanted.header() ? ", g.header" : "")
            .add(
                " FROM account a LEFT JOIN (message g JOIN LATERAL ("
                    + "SELECT array_agg(DISTINCT m.mailbox_id) AS mailboxes,"
                    + " bit_or(m.flags) AS flags,"
                    + " string_agg(array_to_string(m.user_flags, ' '), ' ') AS user_flags,"
                    + " min(m.internal_date) AS received"
                    + " FROM mailbox_message m"
                    + " WHERE m.account_id = g.account_id AND m.message_id = g.message_id")
            .add(reach.condition("m"))
            .add(") p ON p.mailboxes IS NOT NULL)")
            .add(" ON g.account_id = a.account_id AND g.message_id = ANY (?)", uuids(messages))
            .add(" WHERE a.account_id = ?", reach.account());
    Rows rows =
        database.read(
            reach.account(),
            "reading messages",
            on -> {
              try (PreparedStatement select = sql.prepare(on);
                  ResultSet row = select.executeQuery()) {
                return rows(row, wanted);
              }
            });
    return new Found(
        rows.rows().stream().map(row -> facts(reach.account(), row, wanted)).toList(),
        rows.modseq());
  }

  private static SqlText.Uuids uuids(Collection<UUID> ids) {
    return new SqlText.Uuids(ids);
  }

  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  private record Row(Facts facts, byte[] summary, byte[] header) {}

  private record Rows(List<Row> rows, long modseq) {}

  private static Rows rows(ResultSet row, Wanted wanted) throws SQLException {
    List<Row> found = new ArrayList<>();
    long modseq = 0;
    while (row.next()) {
      modseq = row.getLong("modseq");
      UUID message = row.getObject("message_id", UUID.class);
      if (message == null) {
        continue;
      }
      Facts facts =
          new Facts(
              message,
              row.getObject("thread_id", UUID.class),
              longs(row.getArray("mailboxes")),
              Keywords.of(row.getInt("flags"), row.getString("user_flags")),
              received(row),
              row.getLong("size"),
              Optional.empty(),
              Optional.empty());
      found.add(
          new Row(
              facts,
              wanted.summary() ? row.getBytes("summary") : null,
              wanted.header() ? row.getBytes("header") : null));
    }
    return new Rows(found, modseq);
  }

  /** When it came; what was brought back on top stands elsewhere in lists. */
  private static Instant received(ResultSet row) throws SQLException {
    Timestamp kept = row.getTimestamp("received_at");
    return (kept == null ? row.getTimestamp("received") : kept).toInstant();
  }

  private static Set<Long> longs(Array array) throws SQLException {
    return new TreeSet<>(Arrays.asList((Long[]) array.getArray()));
  }

  private Facts facts(long account, Row row, Wanted wanted) {
    Facts bare = row.facts();
    Optional<MessageSummary> summary =
        wanted.summary()
            ? Optional.of(reading.summary(account, bare.message(), row.summary()))
            : Optional.empty();
    Optional<byte[]> header =
        wanted.header()
            ? Optional.of(reading.header(account, bare.message(), row.header()))
            : Optional.empty();
    return new Facts(
        bare.message(),
        bare.thread(),
        bare.mailboxes(),
        bare.keywords(),
        bare.received(),
        bare.size(),
        summary,
        header);
  }

  /** Whole messages, compressed in memory; the caller sees to it that they have room. */
  public Map<UUID, MessageView.Bytes> bytes(long account, Collection<UUID> messages) {
    return reading.bytes(account, messages);
  }

  /** The messages of threads; a thread of which nothing may be seen is missing. One statement. */
  public ThreadList threads(Reach reach, Collection<UUID> threads) {
    SqlText sql =
        new SqlText("SELECT a.modseq, t.thread_id, t.message_id FROM account a LEFT JOIN (")
            .add(
                "SELECT g.account_id, g.thread_id, g.message_id,"
                    + " coalesce(g.received_at, min(m.internal_date)) AS received"
                    + " FROM message g JOIN mailbox_message m USING (account_id, message_id)"
                    + " WHERE g.account_id = ? AND g.thread_id = ANY (?)",
                reach.account(),
                uuids(threads))
            .add(reach.condition("m"))
            .add(" GROUP BY 1, 2, 3, g.received_at) t ON t.account_id = a.account_id")
            .add(" WHERE a.account_id = ?", reach.account())
            .add(" ORDER BY t.received, t.message_id");
    return database.read(
        reach.account(),
        "reading threads",
        on -> {
          Map<UUID, List<UUID>> found = new LinkedHashMap<>();
          long modseq = 0;
          try (PreparedStatement select = sql.prepare(on);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              modseq = row.getLong(1);
              UUID thread = row.getObject(2, UUID.class);
              if (thread != null) {
                found
                    .computeIfAbsent(thread, id -> new ArrayList<>())
                    .add(row.getObject(3, UUID.class));
              }
            }
          }
          return new ThreadList(found, modseq);
        });
  }
}
