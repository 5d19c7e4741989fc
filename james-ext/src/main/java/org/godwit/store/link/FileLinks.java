package org.godwit.store.link;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.store.Database;
import org.godwit.store.LinkSecret;
import org.godwit.store.StoreException;
import org.godwit.store.blob.BlobHash;
import org.godwit.store.blob.Blobs;
import org.godwit.store.blob.StoredBlob;
import org.godwit.store.link.LinkRefused.Why;
import org.godwit.store.mailbox.Modseqs;

/** Links to files, of all accounts. Safe for many threads; calls block. */
public final class FileLinks {

  /** What of a file is read into memory at a time. */
  public static final long LONGEST_PART = 2L * 1024 * 1024;

  /** Live links of one account. */
  public static final int MOST = 1_000;

  /** A link that was made, and the secret of its address, which is told once. */
  public record Made(FileLink link, String secret) {}

  /** Links, and the modseq of the account then. */
  public record Listed(long modseq, List<FileLink> links) {}

  private static final String COLUMNS =
      "l.link_id, l.name, l.size, l.made_at, l.expires_at, l.revoked_at, l.downloads";

  private static final String LIST =
      """
      SELECT a.modseq, %s
        FROM account a LEFT JOIN file_link l USING (account_id)
       WHERE a.account_id = ?
       ORDER BY l.made_at DESC, l.link_id
      """
          .formatted(COLUMNS);

  private static final String REVOKE =
      """
      UPDATE file_link SET revoked_at = now()
       WHERE account_id = ? AND link_id = ANY (?) AND revoked_at IS NULL
      RETURNING link_id
      """;

  private static final String KEEP =
      """
      WITH kept AS (
        UPDATE file_link SET expires_at = ?
         WHERE account_id = ? AND link_id = ? AND revoked_at IS NULL AND expires_at > now()
        RETURNING link_id)
      UPDATE account SET modseq = modseq + 1
       WHERE account_id = ? AND EXISTS (SELECT FROM kept)
      """;

  private static final String FIND =
      """
      SELECT l.account_id, %s, p.blob_hash, p.size AS part_size
        FROM file_link l
        LEFT JOIN file_link_part p
          ON p.account_id = l.account_id AND p.link_id = l.link_id
       WHERE l.secret_hash = ?
       ORDER BY p.position
      """
          .formatted(COLUMNS);

  private static final String COUNT =
      "UPDATE file_link SET downloads = downloads + 1 WHERE account_id = ? AND link_id = ?";

  private final Database database;
  private final SecureRandom random = new SecureRandom();

  @Inject
  public FileLinks(Database database) {
    this.database = database;
  }

  /**
   * Makes one of what was uploaded. Seven statements, one transaction.
   *
   * @param largest bytes that a file may have
   */
  public Made make(long account, NewLink wanted, long largest) throws LinkRefused {
    String secret = LinkSecret.made(random);
    LinkMaking making = new LinkMaking(account, wanted, largest, LinkSecret.hash(secret));
    Optional<Why> refused = database.transaction("making a link", making::run);
    if (refused.isPresent()) {
      throw new LinkRefused(refused.get());
    }
    return new Made(making.made(), secret);
  }

  /** All of an account, the newest first; those that have ended, too, as long as they are known. */
  public Listed list(long account) {
    return database.run(
        "listing links",
        on -> {
          try (PreparedStatement select = on.prepareStatement(LIST)) {
            select.setLong(1, account);
            try (ResultSet row = select.executeQuery()) {
              long modseq = 0;
              List<FileLink> links = new ArrayList<>();
              while (row.next()) {
                modseq = row.getLong("modseq");
                if (row.getString("link_id") != null) {
                  links.add(link(row));
                }
              }
              return new Listed(modseq, links);
            }
          }
        });
  }

  /** Ends links of an account at once and lets their files go; those that it has, and had not. */
  public Set<UUID> revoke(long account, Collection<UUID> ids) {
    return database.transaction(
        "revoking links",
        on -> {
          Modseqs.lock(on, account);
          Set<UUID> revoked = new LinkedHashSet<>();
          try (PreparedStatement update = on.prepareStatement(REVOKE)) {
            update.setLong(1, account);
            update.setArray(2, on.createArrayOf("uuid", ids.toArray()));
            try (ResultSet row = update.executeQuery()) {
              while (row.next()) {
                revoked.add(row.getObject(1, UUID.class));
              }
            }
          }
          LinkEnds.release(on, account, revoked);
          return revoked;
        });
  }

  /**
   * Has a link that leads there do so until another time; false when there is none, or it has
   * ended.
   */
  public boolean keep(long account, UUID id, Instant expires) {
    return database.transaction(
        "keeping a link",
        on -> {
          Modseqs.lock(on, account);
          try (PreparedStatement update = on.prepareStatement(KEEP)) {
            update.setTimestamp(1, Timestamp.from(expires));
            update.setLong(2, account);
            update.setObject(3, id);
            update.setLong(4, account);
            return update.executeUpdate() == 1;
          }
        });
  }

  /** What an address leads to; empty when there never was one, or it is long gone. */
  public Optional<SharedFile> find(String secret) {
    return database.run("following a link", on -> find(on, LinkSecret.hash(secret)));
  }

  private static Optional<SharedFile> find(Connection on, byte[] hash) throws SQLException {
    try (PreparedStatement select = on.prepareStatement(FIND)) {
      select.setBytes(1, hash);
      try (ResultSet row = select.executeQuery()) {
        long account = 0;
        FileLink link = null;
        List<SharedFile.Part> parts = new ArrayList<>();
        while (row.next()) {
          account = row.getLong("account_id");
          link = link(row);
          byte[] blob = row.getBytes("blob_hash");
          if (blob != null) {
            parts.add(new SharedFile.Part(BlobHash.of(blob), row.getLong("part_size")));
          }
        }
        return link == null ? Optional.empty() : Optional.of(new SharedFile(account, link, parts));
      }
    }
  }

  /** The bytes of a part. Empty when the link ended just now and they are gone. */
  public Optional<byte[]> read(SharedFile.Part part) {
    StoredBlob found =
        database.run(
            "reading a file behind a link",
            on -> Blobs.get(database, on, Set.of(part.blob())).get(part.blob()));
    return Optional.ofNullable(found).map(StoredBlob::bytes);
  }

  /** Somebody begins to fetch it. */
  public void count(SharedFile file) {
    database.run(
        "counting a download",
        on -> {
          try (PreparedStatement update = on.prepareStatement(COUNT)) {
            update.setLong(1, file.account());
            update.setObject(2, file.link().id());
            return update.executeUpdate();
          }
        });
  }

  static FileLink link(ResultSet row) throws SQLException {
    Timestamp revoked = row.getTimestamp("revoked_at");
    return new FileLink(
        row.getObject("link_id", UUID.class),
        row.getString("name"),
        row.getLong("size"),
        instant(row, "made_at"),
        instant(row, "expires_at"),
        Optional.ofNullable(revoked).map(Timestamp::toInstant),
        row.getLong("downloads"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    if (time == null) {
      throw new StoreException("a link has no " + column, null);
    }
    return time.toInstant();
  }
}
