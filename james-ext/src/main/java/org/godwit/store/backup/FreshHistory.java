package org.godwit.store.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * After a restore, what clients have seen between the backup and the loss never was. So no number
 * that may have been given then is given again, and nobody is told what changed since one: they
 * look at all that there is, and keep what they have of it. UIDs stay (3501 §2.3.1.1: those that
 * are lost are never used again), so no mail is fetched twice.
 */
final class FreshHistory {

  private static final List<String> STEPS =
      List.of(
          // No server gives so many numbers between two backups.
          "UPDATE account SET modseq = modseq + 4294967296, purged_modseq = modseq + 4294967296,"
              + " next_mailbox = next_mailbox + 1000",
          "UPDATE mailbox b SET uid_next = least(b.uid_next + 1000000, 4294967295),"
              + " modseq = a.modseq, highest_modseq = a.modseq"
              + " FROM account a WHERE a.account_id = b.account_id",
          "UPDATE mailbox_message m SET modseq = a.modseq"
              + " FROM account a WHERE a.account_id = m.account_id");

  private FreshHistory() {}

  /** In the transaction that loads. */
  static void begin(Connection on) throws SQLException {
    try (Statement step = on.createStatement()) {
      for (String sql : STEPS) {
        step.executeUpdate(sql);
      }
      for (Manifest.Sequence sequence : Catalog.sequences(on)) {
        step.execute(
            "SELECT setval('%s'::regclass, %d)"
                .formatted(
                    Catalog.quoted(sequence.name()).replace("'", "''"), sequence.last() + 1000));
      }
    }
  }
}
