package org.godwit.store.mailbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import javax.inject.Inject;
import org.apache.james.mailbox.model.MailboxId;
import org.godwit.store.Database;

/**
 * Which messages grow when they are sent by lines, each of which ends with CRLF. Safe for many
 * threads; calls block.
 */
public final class LineEnds {

  private static final String LACKING =
      """
      SELECT uid, lacking_octets
        FROM message JOIN mailbox_message USING (account_id, message_id)
       WHERE account_id = ? AND mailbox_id = ? AND lacking_octets <> 0
      """;

  private final Database database;

  @Inject
  public LineEnds(Database database) {
    this.database = database;
  }

  /**
   * By UID, how many octets a message grows; one that does not is left out. One statement, which
   * reads no more rows than it gives.
   *
   * @throws org.godwit.store.StoreUnavailable try again
   */
  public Map<Long, Integer> lacking(MailboxId mailbox) {
    StoreMailboxId id = (StoreMailboxId) mailbox;
    return database.run(
        "looking for line ends",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(LACKING)) {
            new Parameters(select).longs(id.account(), id.number());
            Map<Long, Integer> lacking = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                lacking.put(row.getLong(1), row.getInt(2));
              }
            }
            return lacking;
          }
        });
  }
}
