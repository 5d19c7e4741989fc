package org.godwit.store.mailbox;

import com.google.common.base.Preconditions;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.james.mailbox.model.MailboxAnnotation;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.AnnotationMapper;
import org.godwit.store.Database;

/** Annotations of mailboxes (RFC 5464). One call, one statement. */
final class AnnotationRows implements AnnotationMapper {

  private static final String SELECT =
      "SELECT key, value FROM mailbox_annotation n WHERE account_id = ? AND mailbox_id = ?";

  private static final String BY_KEYS = SELECT + " AND key = ANY (?)";

  // A key has no blank and no wildcard in it, but a child of "/a" is not "/ab".
  private static final String BELOW =
      SELECT
          + """
           AND EXISTS (SELECT 1 FROM unnest(?::text[]) k
                        WHERE n.key = k
                           OR starts_with(n.key, k || '/')
                              AND (? OR strpos(substr(n.key, length(k) + 2), '/') = 0))
          """;

  private static final String PUT =
      """
      INSERT INTO mailbox_annotation (account_id, mailbox_id, key, value) VALUES (?, ?, ?, ?)
      ON CONFLICT (account_id, mailbox_id, key) DO UPDATE SET value = excluded.value
      """;

  private static final String DELETE =
      "DELETE FROM mailbox_annotation WHERE account_id = ? AND mailbox_id = ? AND key = ?";

  private static final String COUNT =
      "SELECT count(*) FROM mailbox_annotation WHERE account_id = ? AND mailbox_id = ?";

  private final Database database;

  AnnotationRows(Database database) {
    this.database = database;
  }

  @Override
  public List<MailboxAnnotation> getAllAnnotations(MailboxId mailbox) {
    return database.run("reading annotations", on -> read(on, SELECT, mailbox));
  }

  @Override
  public List<MailboxAnnotation> getAnnotationsByKeys(
      MailboxId mailbox, Set<MailboxAnnotationKey> keys) {
    return database.run("reading annotations", on -> read(on, BY_KEYS, mailbox, array(on, keys)));
  }

  @Override
  public List<MailboxAnnotation> getAnnotationsByKeysWithOneDepth(
      MailboxId mailbox, Set<MailboxAnnotationKey> keys) {
    return database.run(
        "reading annotations", on -> read(on, BELOW, mailbox, array(on, keys), false));
  }

  @Override
  public List<MailboxAnnotation> getAnnotationsByKeysWithAllDepth(
      MailboxId mailbox, Set<MailboxAnnotationKey> keys) {
    return database.run(
        "reading annotations", on -> read(on, BELOW, mailbox, array(on, keys), true));
  }

  private static Array array(Connection connection, Set<MailboxAnnotationKey> keys)
      throws SQLException {
    return Sql.texts(
        connection, keys.stream().map(MailboxAnnotationKey::asString).toArray(String[]::new));
  }

  private static List<MailboxAnnotation> read(
      Connection connection, String query, MailboxId mailbox, Object... more) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      bind(select, mailbox, more);
      List<MailboxAnnotation> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              MailboxAnnotation.newInstance(
                  new MailboxAnnotationKey(row.getString(1)), row.getString(2)));
        }
      }
      return found;
    }
  }

  private static void bind(PreparedStatement statement, MailboxId mailbox, Object... more)
      throws SQLException {
    StoreMailboxId id = (StoreMailboxId) mailbox;
    statement.setLong(1, id.account());
    statement.setLong(2, id.number());
    for (int i = 0; i < more.length; i++) {
      statement.setObject(i + 3, more[i]);
    }
  }

  @Override
  public void deleteAnnotation(MailboxId mailbox, MailboxAnnotationKey key) {
    update(DELETE, mailbox, key.asString());
  }

  @Override
  public void insertAnnotation(MailboxId mailbox, MailboxAnnotation annotation) {
    Preconditions.checkArgument(!annotation.isNil(), "an annotation without a value");
    update(PUT, mailbox, annotation.getKey().asString(), annotation.getValue().orElseThrow());
  }

  private void update(String statement, MailboxId mailbox, Object... more) {
    database.run(
        "writing an annotation",
        on -> {
          try (PreparedStatement update = on.prepareStatement(statement)) {
            bind(update, mailbox, more);
            return update.executeUpdate();
          }
        });
    database.changed(ReadPositions.ANNOTATIONS);
  }

  @Override
  public boolean exist(MailboxId mailbox, MailboxAnnotation annotation) {
    return !getAnnotationsByKeys(mailbox, Set.of(annotation.getKey())).isEmpty();
  }

  @Override
  public int countAnnotations(MailboxId mailbox) {
    return database.run(
        "counting annotations",
        on -> {
          try (PreparedStatement select = on.prepareStatement(COUNT)) {
            bind(select, mailbox);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getInt(1);
            }
          }
        });
  }
}
