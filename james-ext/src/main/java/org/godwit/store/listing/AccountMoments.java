package org.godwit.store.listing;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.store.Database;

/** How far accounts have come. One call, one statement. Safe for many threads; calls block. */
public final class AccountMoments {

  /**
   * Where an account is now.
   *
   * @param modseq the last one that was given
   * @param added whether a message came to the account since it was last looked at
   */
  public record Moment(long account, long modseq, boolean added) {}

  // One look into mailbox_message_modseq for each account that has moved: it ends at the first
  // message that is new, and otherwise reads what was changed since.
  private static final String SINCE =
      """
      SELECT a.account_id, a.modseq,
             EXISTS (SELECT
                       FROM mailbox_message m JOIN message g USING (account_id, message_id)
                      WHERE m.account_id = a.account_id AND m.modseq > s.modseq
                        AND g.created_modseq > s.modseq)
        FROM unnest(?, ?) AS s (account_id, modseq)
        JOIN account a USING (account_id)
       WHERE s.modseq < 0 OR a.modseq <> s.modseq
      """;

  private final Database database;

  @Inject
  public AccountMoments(Database database) {
    this.database = database;
  }

  /**
   * Those accounts that are not where they were.
   *
   * @param modseqs where each was when it was last looked at; below zero when it never was, and
   *     then it is told in any case
   */
  public List<Moment> since(Map<Long, Long> modseqs) {
    List<Long> accounts = new ArrayList<>(modseqs.keySet());
    SqlText sql =
        new SqlText(
            SINCE,
            new SqlText.Longs(accounts),
            new SqlText.Longs(accounts.stream().map(modseqs::get).toList()));
    List<Moment> moved =
        database.run(
            "looking how far accounts have come",
            on -> {
              List<Moment> found = new ArrayList<>();
              try (PreparedStatement select = sql.prepare(on);
                  ResultSet row = select.executeQuery()) {
                while (row.next()) {
                  found.add(new Moment(row.getLong(1), row.getLong(2), row.getBoolean(3)));
                }
              }
              return found;
            });
    // Whoever is told of it reads it next.
    moved.forEach(moment -> database.changed(moment.account()));
    return moved;
  }
}
