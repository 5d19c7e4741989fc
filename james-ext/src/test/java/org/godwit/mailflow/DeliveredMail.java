package org.godwit.mailflow;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.godwit.store.PostgresExtension;
import org.godwit.store.blob.BlobHash;
import org.godwit.store.blob.Blobs;

/** What is in people's mailboxes, read without any of the code that put it there. */
final class DeliveredMail {

  private static final String ALL =
      """
      SELECT b.name, m.prefix, m.blob_hash
        FROM account a
        JOIN mailbox b USING (account_id)
        JOIN mailbox_message p USING (account_id, mailbox_id)
        JOIN message m USING (account_id, message_id)
       WHERE a.name = ?
       ORDER BY b.name, p.uid
      """;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Found(String folder, byte[] prefix, BlobHash hash) {}

  private DeliveredMail() {}

  /** What somebody has, whatever the folder. */
  static List<String> of(String owner) {
    return PostgresExtension.database()
        .run(
            "looking into a mailbox",
            connection -> {
              List<String> texts = new ArrayList<>();
              for (Found one : found(connection, owner)) {
                byte[] bytes =
                    Blobs.get(PostgresExtension.database(), connection, Set.of(one.hash()))
                        .get(one.hash())
                        .bytes();
                texts.add(text(one.prefix()) + text(bytes));
              }
              return texts;
            });
  }

  /** The folders somebody has something in, once for each message. */
  static List<String> folders(String owner) {
    return PostgresExtension.database()
        .run(
            "looking into a mailbox",
            connection -> found(connection, owner).stream().map(Found::folder).toList());
  }

  private static List<Found> found(java.sql.Connection connection, String owner)
      throws SQLException {
    List<Found> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(ALL)) {
      select.setString(1, owner);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(new Found(row.getString(1), row.getBytes(2), BlobHash.of(row.getBytes(3))));
        }
      }
    }
    return found;
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
