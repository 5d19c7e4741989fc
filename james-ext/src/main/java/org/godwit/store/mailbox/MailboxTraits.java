package org.godwit.store.mailbox;

import java.sql.PreparedStatement;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.store.Database;

/**
 * What a mailbox is for and where it stands among others: annotations of its owner's, whose change
 * is one of the mailbox. Safe for many threads; calls block.
 */
public final class MailboxTraits {

  private static final String SET =
      """
      INSERT INTO mailbox_annotation (account_id, mailbox_id, key, value)
      SELECT account_id, mailbox_id, ?, ? FROM mailbox WHERE account_id = ? AND mailbox_id = ?
      ON CONFLICT (account_id, mailbox_id, key) DO UPDATE SET value = excluded.value
      """;

  private static final String CHANGED =
      "UPDATE mailbox SET modseq = ? WHERE account_id = ? AND mailbox_id = ?";

  private final Database database;

  @Inject
  public MailboxTraits(Database database) {
    this.database = database;
  }

  /**
   * Sets annotations, and counts as a change of the mailbox also when there are none.
   *
   * @return false when there is no such mailbox
   */
  public boolean set(StoreMailboxId mailbox, Map<String, String> annotations) {
    return database.transaction(
        "changing what a mailbox is for",
        on -> {
          long modseq = Modseqs.next(on, mailbox.account());
          try (PreparedStatement update = on.prepareStatement(CHANGED);
              PreparedStatement insert = on.prepareStatement(SET)) {
            new Parameters(update).longs(modseq, mailbox.account(), mailbox.number());
            if (update.executeUpdate() == 0) {
              return false;
            }
            for (Map.Entry<String, String> one : annotations.entrySet()) {
              new Parameters(insert)
                  .text(one.getKey())
                  .text(one.getValue())
                  .longs(mailbox.account(), mailbox.number());
              insert.executeUpdate();
            }
            return true;
          }
        });
  }
}
