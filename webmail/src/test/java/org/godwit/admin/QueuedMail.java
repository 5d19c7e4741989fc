package org.godwit.admin;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.UUID;
import org.godwit.server.OneServer;
import org.godwit.store.Database;

/** Mail in quarantine, in a queue that nobody works on. */
public final class QueuedMail {

  private QueuedMail() {}

  /** Puts one there and returns its id. */
  public static long put(OneServer mail, String sender, String... recipients) {
    return mail.server()
        .service(Database.class)
        .run(
            "queueing for a test",
            on -> {
              try (PreparedStatement insert =
                  on.prepareStatement(
                      """
                      INSERT INTO mail_queue (queue, stage, priority, origin, name, sender,
                                              recipients, attributes, size)
                      VALUES ('test', 'quarantine', 5, ?, 'a-mail', ?, ?, '{}', 10)
                      RETURNING mail_id
                      """)) {
                insert.setObject(1, UUID.randomUUID());
                insert.setString(2, sender);
                insert.setArray(3, on.createArrayOf("text", recipients));
                try (ResultSet row = insert.executeQuery()) {
                  row.next();
                  return row.getLong(1);
                }
              }
            });
  }
}
