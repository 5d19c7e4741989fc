package org.godwit.store.account;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.store.blob.BlobHash;
import org.godwit.store.blob.BlobObjects;
import org.godwit.store.blob.Blobs;
import org.godwit.store.blob.EncodedBlob;
import org.godwit.store.blob.StoredBlob;

/**
 * Mail that waits for a person to decide on it: its envelope in a row, its bytes in a blob. Safe
 * for many threads. Storing is one transaction, reading two statements, all else one.
 */
final class StoredMailRepository implements MailRepository {
  private static final String STORE =
      """
      INSERT INTO kept_mail (path, name, envelope, blob_hash) VALUES (?, ?, ?::jsonb, ?)
      ON CONFLICT (path, name) DO UPDATE
         SET envelope = excluded.envelope, blob_hash = excluded.blob_hash, kept_at = now()
      """;

  private record Row(String envelope, BlobHash blob) {} // blob is null without a message

  private final Database database;
  private final String path;

  /** As James's loader makes it. */
  @Inject
  StoredMailRepository(Database database, MailRepositoryUrl url) {
    this(database, url.getPath());
  }

  StoredMailRepository(Database database, MailRepositoryPath path) {
    this.database = database;
    this.path = path.asString();
  }

  @Override
  public long size() throws MessagingException {
    return asking(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT count(*) FROM kept_mail WHERE path = ?")) {
            select.setString(1, path);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  @Override
  public MailKey store(Mail mail) throws MessagingException {
    MailKey key = MailKey.forMail(mail);
    String envelope = KeptEnvelope.write(mail);
    EncodedBlob blob = mail.getMessage() == null ? null : encode(mail.getMessage());
    try {
      EncodedBlob placed = blob == null ? null : BlobObjects.place(database, blob);
      return database.transaction(
          "keeping a mail",
          connection -> {
            if (blob != null) {
              Blobs.put(connection, placed);
            }
            insert(connection, key, envelope, blob);
            return key;
          });
    } catch (StoreException e) {
      throw new MessagingException("a mail cannot be kept", e);
    }
  }

  private void insert(Connection connection, MailKey key, String envelope, EncodedBlob blob)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(STORE)) {
      insert.setString(1, path);
      insert.setString(2, key.asString());
      insert.setString(3, envelope);
      insert.setBytes(4, blob == null ? null : blob.hash().bytes());
      insert.executeUpdate();
    }
  }

  private static EncodedBlob encode(MimeMessage message) throws MessagingException {
    try (InputStream in = open(message)) {
      return EncodedBlob.of(in, 0);
    } catch (IOException e) {
      throw new MessagingException("a message cannot be read", e);
    }
  }

  private static InputStream open(MimeMessage message) throws IOException, MessagingException {
    if (message instanceof MimeMessageWrapper wrapper) {
      return wrapper.getMessageInputStream(); // as it came, byte for byte
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out);
    return new ByteArrayInputStream(out.toByteArray());
  }

  @Override
  public Iterator<MailKey> list() throws MessagingException {
    List<MailKey> keys =
        asking(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT name FROM kept_mail WHERE path = ? ORDER BY kept_at, name")) {
                select.setString(1, path);
                try (ResultSet row = select.executeQuery()) {
                  List<MailKey> found = new ArrayList<>();
                  while (row.next()) {
                    found.add(new MailKey(row.getString(1)));
                  }
                  return found;
                }
              }
            });
    return keys.iterator();
  }

  @Override
  public Mail retrieve(MailKey key) throws MessagingException {
    Row row = asking(connection -> find(connection, key));
    if (row == null) {
      return null; // so James's interface wants it
    }
    MailImpl mail = KeptEnvelope.read(key.asString(), row.envelope());
    if (row.blob() != null) {
      StoredBlob blob =
          asking(connection -> Blobs.get(database, connection, Set.of(row.blob()))).get(row.blob());
      if (blob == null) {
        throw new MessagingException("the message of a kept mail is lost");
      }
      mail.setMessageNoCopy(new MimeMessageWrapper(new Source(row.blob(), blob)));
    }
    return mail;
  }

  private Row find(Connection connection, MailKey key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT envelope, blob_hash FROM kept_mail WHERE path = ? AND name = ?")) {
      select.setString(1, path);
      select.setString(2, key.asString());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        byte[] hash = row.getBytes("blob_hash");
        return new Row(row.getString("envelope"), hash == null ? null : BlobHash.of(hash));
      }
    }
  }

  @Override
  public void remove(MailKey key) throws MessagingException {
    remove(List.of(key));
  }

  @Override
  public void remove(Collection<MailKey> keys) throws MessagingException {
    asking(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "DELETE FROM kept_mail WHERE path = ? AND name = ANY (?)")) {
            delete.setString(1, path);
            delete.setArray(
                2,
                connection.createArrayOf("text", keys.stream().map(MailKey::asString).toArray()));
            return delete.executeUpdate();
          }
        });
  }

  @Override
  public void removeAll() throws MessagingException {
    asking(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM kept_mail WHERE path = ?")) {
            delete.setString(1, path);
            return delete.executeUpdate();
          }
        });
  }

  private <T> T asking(Database.Work<T> work) throws MessagingException {
    try {
      return database.run("reading kept mail", work);
    } catch (StoreException e) {
      throw new MessagingException("kept mail cannot be asked", e);
    }
  }

  private record Source(BlobHash hash, StoredBlob blob) implements MimeMessageSource {
    @Override
    public String getSourceId() {
      return hash.toString();
    }

    @Override
    public InputStream getInputStream() {
      return blob.open();
    }

    @Override
    public long getMessageSize() {
      return blob.size();
    }
  }
}
