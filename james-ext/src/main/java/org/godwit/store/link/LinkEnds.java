package org.godwit.store.link;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.godwit.store.Database;
import org.godwit.store.mailbox.Modseqs;

/** What becomes of links after their time. Safe for many threads; calls block. */
public final class LinkEnds {

  /** For so long an ended link is told from one that never was. */
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private static final int BATCH = 500;

  private static final String ENDED =
      """
      SELECT l.account_id, l.link_id
        FROM file_link l
       WHERE l.expires_at <= ?
         AND EXISTS (SELECT FROM file_link_part p
                      WHERE p.account_id = l.account_id AND p.link_id = l.link_id)
       ORDER BY l.account_id
       LIMIT ?
      """;

  private static final String RELEASE =
      """
      WITH gone AS (
        DELETE FROM file_link_part
         WHERE account_id = ? AND link_id = ANY (?)
        RETURNING size)
      UPDATE account SET modseq = modseq + 1,
                         bytes = bytes - (SELECT coalesce(sum(size), 0) FROM gone)
       WHERE account_id = ?
      """;

  private static final String FORGET =
      """
      DELETE FROM file_link l
       WHERE (l.expires_at < ? OR l.revoked_at < ?)
         AND NOT EXISTS (SELECT FROM file_link_part p
                          WHERE p.account_id = l.account_id AND p.link_id = l.link_id)
      """;

  private record Ended(long account, UUID id) {}

  private final Database database;

  @Inject
  public LinkEnds(Database database) {
    this.database = database;
  }

  /**
   * Lets go of the files whose links have ended, and forgets links that ended long ago. Each
   * account is a transaction of its own.
   *
   * @return how many files went
   */
  public long purge(Instant now) {
    long files = 0;
    List<Ended> ended;
    do {
      ended = ended(now);
      byAccount(ended).forEach(this::release);
      files += ended.size();
    } while (ended.size() == BATCH);
    forget(now.minus(REMEMBERED));
    return files;
  }

  private static Map<Long, Set<UUID>> byAccount(List<Ended> ended) {
    return ended.stream()
        .collect(
            Collectors.groupingBy(
                Ended::account, Collectors.mapping(Ended::id, Collectors.toSet())));
  }

  private void release(long account, Set<UUID> ids) {
    database.transaction(
        "letting files go",
        on -> {
          Modseqs.lock(on, account);
          return release(on, account, ids);
        });
  }

  private List<Ended> ended(Instant now) {
    return database.run(
        "looking for links that ended",
        on -> {
          try (PreparedStatement select = on.prepareStatement(ENDED)) {
            select.setTimestamp(1, Timestamp.from(now));
            select.setInt(2, BATCH);
            try (ResultSet row = select.executeQuery()) {
              List<Ended> found = new ArrayList<>();
              while (row.next()) {
                found.add(new Ended(row.getLong(1), row.getObject(2, UUID.class)));
              }
              return found;
            }
          }
        });
  }

  private void forget(Instant before) {
    database.run(
        "forgetting links",
        on -> {
          try (PreparedStatement delete = on.prepareStatement(FORGET)) {
            delete.setTimestamp(1, Timestamp.from(before));
            delete.setTimestamp(2, Timestamp.from(before));
            return delete.executeUpdate();
          }
        });
  }

  /** Their files go, and what they counted. */
  static int release(Connection on, long account, Collection<UUID> links) throws SQLException {
    if (links.isEmpty()) {
      return 0;
    }
    try (PreparedStatement update = on.prepareStatement(RELEASE)) {
      update.setLong(1, account);
      update.setArray(2, on.createArrayOf("uuid", links.toArray()));
      update.setLong(3, account);
      return update.executeUpdate();
    }
  }
}
