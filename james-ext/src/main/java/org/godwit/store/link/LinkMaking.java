package org.godwit.store.link;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.godwit.store.account.QuotaLimit;
import org.godwit.store.blob.BlobHash;
import org.godwit.store.blob.Blobs;
import org.godwit.store.link.LinkRefused.Why;
import org.godwit.store.mailbox.Modseqs;

/**
 * One link while it is made. The account is locked first, then the uploads, which so stay until the
 * link refers to their bytes. May run again when the transaction must.
 */
final class LinkMaking {
  private static final String COUNT =
      """
      SELECT count(*) FROM file_link
       WHERE account_id = ? AND revoked_at IS NULL AND expires_at > now()
      """;

  private static final String UPLOADS =
      """
      SELECT upload_id, blob_hash, size FROM upload
       WHERE account_id = ? AND upload_id = ANY (?) AND uploaded_at > now() - interval '1 day'
         FOR UPDATE
      """;

  private static final String USE =
      """
      UPDATE account a SET modseq = modseq + 1, bytes = bytes + ?
       WHERE account_id = ? AND bytes + ? <= %s
      """
          .formatted(QuotaLimit.of("bytes", "a"));

  private static final String ADD =
      """
      INSERT INTO file_link AS l (account_id, link_id, secret_hash, name, size, expires_at)
      VALUES (?, ?, ?, ?, ?, ?)
      RETURNING link_id, name, size, made_at, expires_at, revoked_at, downloads
      """;

  private static final String ADD_PARTS =
      """
      INSERT INTO file_link_part (account_id, link_id, position, blob_hash, size)
      SELECT ?, ?, p.position, p.hash, p.size
        FROM unnest(?::bytea[], ?::bigint[]) WITH ORDINALITY AS p (hash, size, position)
      """;

  private final long account;
  private final NewLink wanted;
  private final long largest;
  private final byte[] secretHash;
  private FileLink made; // null until it is

  LinkMaking(long account, NewLink wanted, long largest, byte[] secretHash) {
    this.account = account;
    this.wanted = wanted;
    this.largest = largest;
    this.secretHash = secretHash.clone();
  }

  FileLink made() {
    return made;
  }

  /** Why nothing was made; empty when it was. */
  Optional<Why> run(Connection on) throws SQLException {
    Modseqs.lock(on, account);
    if (live(on) >= FileLinks.MOST) {
      return Optional.of(Why.TOO_MANY_LINKS);
    }
    Map<UUID, SharedFile.Part> uploaded = uploaded(on);
    List<SharedFile.Part> parts = new ArrayList<>();
    long size = 0;
    for (UUID upload : wanted.uploads()) {
      SharedFile.Part part = uploaded.get(upload);
      if (part == null) {
        return Optional.of(Why.PART_MISSING);
      }
      if (part.size() > FileLinks.LONGEST_PART) {
        return Optional.of(Why.PART_TOO_LONG);
      }
      parts.add(part);
      size += part.size();
    }
    if (size > largest) {
      return Optional.of(Why.FILE_TOO_LARGE);
    }
    if (!use(on, size)) {
      return Optional.of(Why.OVER_QUOTA);
    }
    add(on, parts, size);
    return Optional.empty();
  }

  private long live(Connection on) throws SQLException {
    try (PreparedStatement select = on.prepareStatement(COUNT)) {
      select.setLong(1, account);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private Map<UUID, SharedFile.Part> uploaded(Connection on) throws SQLException {
    Map<UUID, SharedFile.Part> found = new HashMap<>();
    try (PreparedStatement select = on.prepareStatement(UPLOADS)) {
      select.setLong(1, account);
      select.setArray(2, on.createArrayOf("uuid", wanted.uploads().toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          BlobHash blob = BlobHash.of(row.getBytes("blob_hash"));
          found.put(
              row.getObject("upload_id", UUID.class),
              new SharedFile.Part(blob, row.getLong("size")));
        }
      }
    }
    return found;
  }

  private boolean use(Connection on, long bytes) throws SQLException {
    try (PreparedStatement update = on.prepareStatement(USE)) {
      update.setLong(1, bytes);
      update.setLong(2, account);
      update.setLong(3, bytes);
      return update.executeUpdate() == 1;
    }
  }

  private void add(Connection on, List<SharedFile.Part> parts, long size) throws SQLException {
    Blobs.touch(on, new HashSet<>(parts.stream().map(SharedFile.Part::blob).toList()));
    UUID id = UUID.randomUUID();
    try (PreparedStatement insert = on.prepareStatement(ADD)) {
      insert.setLong(1, account);
      insert.setObject(2, id);
      insert.setBytes(3, secretHash);
      insert.setString(4, wanted.name());
      insert.setLong(5, size);
      insert.setTimestamp(6, Timestamp.from(wanted.expires()));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        made = FileLinks.link(row);
      }
    }
    try (PreparedStatement insert = on.prepareStatement(ADD_PARTS)) {
      insert.setLong(1, account);
      insert.setObject(2, id);
      insert.setArray(
          3,
          on.createArrayOf(
              "bytea", parts.stream().map(it -> it.blob().bytes()).toArray(byte[][]::new)));
      insert.setArray(
          4, on.createArrayOf("bigint", parts.stream().map(SharedFile.Part::size).toArray()));
      insert.executeUpdate();
    }
  }
}
