package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobHash;
import org.godwit.store.blob.Blobs;

/**
 * A message of another account, which this one is to have too. Read in one transaction, written in
 * another: none spans two accounts. The bytes stay where they are, once.
 */
final class Adoption {

  private static final String READ =
      """
      SELECT blob_hash, message_id, thread_id, prefix, size, body_start, header, properties,
             text_lines, summary, lacking_octets
        FROM message WHERE account_id = ? AND message_id = ANY (?)
      """;

  // A hash that is not there any more is NULL, which the table refuses.
  private static final String WRITE =
      """
      INSERT INTO message (blob_hash, message_id, thread_id, prefix, size, body_start, header,
                           properties, text_lines, summary, lacking_octets, account_id,
                           created_modseq)
      VALUES ((SELECT hash FROM blob WHERE hash = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (account_id, message_id) DO NOTHING
      """;

  private static final int COLUMNS = 11;

  private final Object[] columns;

  private Adoption(ResultSet row) throws SQLException {
    columns = new Object[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
      columns[i] = row.getObject(i + 1);
    }
  }

  /** Those of {@code rows} that another account than {@code target}'s owns: one statement each. */
  static List<Adoption> read(Database database, StoreMailboxId target, List<MessageRow> rows) {
    Map<Long, List<MessageRow>> byAccount =
        rows.stream().collect(Collectors.groupingBy(row -> row.mailbox().account()));
    if (byAccount.remove(target.account()) != null && byAccount.isEmpty()) {
      return List.of();
    }
    List<Adoption> found = new ArrayList<>();
    byAccount.forEach(
        (account, theirs) ->
            found.addAll(
                database.run("reading messages to copy", on -> read(on, account, theirs))));
    return found;
  }

  private static List<Adoption> read(Connection connection, long account, List<MessageRow> rows)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(READ)) {
      Object[] ids = rows.stream().map(row -> row.id().uuid()).toArray();
      new Parameters(select).longs(account).array(connection.createArrayOf("uuid", ids));
      List<Adoption> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(new Adoption(row));
        }
      }
      return found;
    }
  }

  /** Writes them: two statements. */
  static void write(
      Connection connection, StoreMailboxId target, List<Adoption> messages, long modseq)
      throws SQLException {
    if (messages.isEmpty()) {
      return;
    }
    Blobs.touch(connection, messages.stream().map(Adoption::hash).collect(Collectors.toSet()));
    try (PreparedStatement insert = connection.prepareStatement(WRITE)) {
      for (Adoption message : messages) {
        for (int i = 0; i < COLUMNS; i++) {
          insert.setObject(i + 1, message.columns[i]);
        }
        insert.setLong(COLUMNS + 1, target.account());
        insert.setLong(COLUMNS + 2, modseq);
        insert.addBatch();
      }
      insert.executeBatch(); // one round trip
    }
  }

  private BlobHash hash() {
    return BlobHash.of((byte[]) columns[0]);
  }
}
