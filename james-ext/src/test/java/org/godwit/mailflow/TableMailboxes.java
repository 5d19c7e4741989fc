package org.godwit.mailflow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.mail.MessagingException;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;

/** Mailboxes as a table: they count deliveries as ours do, by id, in a transaction. */
final class TableMailboxes implements Mailboxes {

  private final Database database;
  final Set<String> full = ConcurrentHashMap.newKeySet();
  final Set<String> broken = ConcurrentHashMap.newKeySet();

  TableMailboxes(Database database) {
    this.database = database;
    PostgresExtension.database()
        .run(
            "making a table",
            connection -> {
              try (Statement create = connection.createStatement()) {
                return create.executeUpdate(
                    """
                    CREATE TABLE IF NOT EXISTS test_mailbox (
                      id uuid PRIMARY KEY, owner text NOT NULL, folder text NOT NULL,
                      flags text NOT NULL, content text NOT NULL)
                    """);
              }
            });
  }

  @Override
  public Result deliver(Letter letter) throws MessagingException {
    if (full.contains(letter.owner().asString())) {
      return Result.FULL;
    }
    if (broken.contains(letter.owner().asString())) {
      throw new MessagingException("this mailbox is broken");
    }
    String content = letter.prefix() + text(letter);
    return database.transaction(
        "delivering",
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO test_mailbox VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setObject(1, letter.id());
            insert.setString(2, letter.owner().asString());
            insert.setString(3, letter.folder());
            insert.setString(4, String.join(" ", letter.flags().getUserFlags()));
            insert.setString(5, content);
            return insert.executeUpdate() == 1 ? Result.DELIVERED : Result.ALREADY_THERE;
          }
        });
  }

  private static String text(Letter letter) throws MessagingException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      letter.message().writeTo(out);
    } catch (IOException e) {
      throw new MessagingException("unreadable", e);
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /** What somebody has, whatever the folder. */
  static List<String> of(String owner) {
    return select("SELECT content FROM test_mailbox WHERE owner = ?", owner);
  }

  /** The folders somebody has something in, once for each message. */
  static List<String> folders(String owner) {
    return select("SELECT folder FROM test_mailbox WHERE owner = ? ORDER BY folder", owner);
  }

  private static List<String> select(String sql, String owner) {
    return PostgresExtension.database()
        .run(
            "looking into a mailbox",
            connection -> {
              List<String> found = new ArrayList<>();
              try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, owner);
                try (ResultSet row = select.executeQuery()) {
                  while (row.next()) {
                    found.add(row.getString(1));
                  }
                }
              }
              return found;
            });
  }
}
