package org.godwit.store.mailbox;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobHash;
import org.godwit.store.message.HeaderFields;

/**
 * Finds a message that an account has already, octet by octet, in some mailbox. Safe for many
 * threads; calls block; one call, one statement.
 */
public final class SameContent {

  /** What delivery put before a message is not in its blob; it is no more than these fields. */
  private static final int MOST_PREFIX_FIELDS = 2;

  private static final int LONGEST_PREFIX = 4 * 1024;

  private static final String FIND =
      """
      SELECT g.message_id, g.blob_hash, g.prefix
        FROM message g
       WHERE g.account_id = ? AND g.blob_hash = ANY (?) AND g.size = ?
         AND EXISTS (SELECT FROM mailbox_message m
                      WHERE m.account_id = g.account_id AND m.message_id = g.message_id)
       ORDER BY g.message_id
      """;

  private final Database database;

  @Inject
  public SameContent(Database database) {
    this.database = database;
  }

  /** The oldest such message. */
  public Optional<UUID> find(long account, byte[] message) {
    Map<BlobHash, Integer> starts = new HashMap<>();
    starts.put(hash(message, 0), 0);
    byte[] beginning = Arrays.copyOf(message, Math.min(message.length, LONGEST_PREFIX));
    List<HeaderFields.Field> fields = HeaderFields.parse(beginning, 0, beginning.length).all();
    for (HeaderFields.Field field :
        fields.subList(0, Math.min(MOST_PREFIX_FIELDS, fields.size()))) {
      starts.put(hash(message, field.end()), field.end());
    }
    return database.run("looking for the same message", on -> find(on, account, message, starts));
  }

  private static BlobHash hash(byte[] message, int from) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(message, from, message.length - from);
      return BlobHash.of(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static Optional<UUID> find(
      Connection on, long account, byte[] message, Map<BlobHash, Integer> starts)
      throws SQLException {
    try (PreparedStatement select = on.prepareStatement(FIND)) {
      new Parameters(select)
          .longs(account)
          .array(
              on.createArrayOf(
                  "bytea", starts.keySet().stream().map(BlobHash::bytes).toArray(byte[][]::new)))
          .longs(message.length);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          byte[] prefix = row.getBytes("prefix");
          int length = prefix == null ? 0 : prefix.length;
          boolean begins = length == 0 || Arrays.equals(prefix, 0, length, message, 0, length);
          if (begins && starts.get(BlobHash.of(row.getBytes("blob_hash"))) == length) {
            return Optional.of(row.getObject("message_id", UUID.class));
          }
        }
        return Optional.empty();
      }
    }
  }
}
