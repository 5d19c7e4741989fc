package org.godwit.store.certificate;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.trust.KeyPairs;
import org.godwit.trust.acme.AcmeVault;
import org.godwit.trust.acme.ChallengeKind;
import org.godwit.trust.acme.IssuedCertificate;

/** What all nodes share about certificates, in the database. Safe for many threads. */
public final class StoredVault implements AcmeVault {
  private final Database database;
  private final StoredCertificates certificates;

  public StoredVault(Database database) {
    this.database = database;
    this.certificates = new StoredCertificates(database);
  }

  @Override
  public KeyPair accountKey(URI directory) {
    return database.run(
        "reading the key for an authority",
        on -> {
          Optional<KeyPair> there = key(on, directory);
          if (there.isPresent()) {
            return there.get();
          }
          keep(on, directory, KeyPairs.make());
          return key(on, directory).orElseThrow(); // ours, or that of a node that was quicker
        });
  }

  @Override
  public void forgetAccountKey(URI directory, KeyPair ended) {
    change(
        "forgetting the key for an authority",
        "DELETE FROM acme_account WHERE directory = ? AND public_key = ?",
        directory.toString(),
        ended.getPublic().getEncoded());
  }

  private static Optional<KeyPair> key(Connection on, URI directory) throws SQLException {
    try (PreparedStatement select =
        on.prepareStatement(
            "SELECT private_key, public_key FROM acme_account WHERE directory = ?")) {
      select.setString(1, directory.toString());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(pair(row.getBytes("private_key"), row.getBytes("public_key")))
            : Optional.empty();
      }
    }
  }

  private static void keep(Connection on, URI directory, KeyPair made) throws SQLException {
    try (PreparedStatement insert =
        on.prepareStatement(
            "INSERT INTO acme_account (directory, private_key, public_key) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING")) {
      insert.setString(1, directory.toString());
      insert.setBytes(2, made.getPrivate().getEncoded());
      insert.setBytes(3, made.getPublic().getEncoded());
      insert.executeUpdate();
    }
  }

  @Override
  public State state() {
    String sql =
        """
        SELECT coalesce((SELECT max(certificate_id) FROM certificate), 0) AS newest,
               failures, last_try, last_failure, not_before, limited
          FROM acme_state
        """;
    return database.run(
        "reading how orders went",
        on -> {
          try (PreparedStatement select = on.prepareStatement(sql);
              ResultSet row = select.executeQuery()) {
            row.next();
            return new State(
                row.getLong("newest"),
                row.getInt("failures"),
                Optional.ofNullable(row.getTimestamp("last_try")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("last_failure")),
                row.getTimestamp("not_before").toInstant(),
                row.getBoolean("limited"));
          }
        });
  }

  @Override
  public Optional<Kept> newest() {
    return certificates.newest();
  }

  @Override
  public Kept keep(
      URI directory, IssuedCertificate certificate, Instant renewAt, List<String> leftOut) {
    Kept kept = certificates.keep(directory, certificate, renewAt, leftOut);
    change(
        "forgetting failures",
        """
        UPDATE acme_state
           SET failures = 0, last_try = now(), last_failure = NULL,
               not_before = '1970-01-01Z', limited = false
        """);
    return kept;
  }

  @Override
  public void renewAt(long id, Instant when) {
    certificates.renewAt(id, when);
  }

  @Override
  public void failed(String why, Instant notBefore, boolean limited) {
    change(
        "remembering a failure",
        """
        UPDATE acme_state
           SET failures = failures + 1, last_try = now(), last_failure = ?,
               not_before = ?, limited = ?
        """,
        why,
        Timestamp.from(notBefore),
        limited);
  }

  @Override
  public void offer(ChallengeKind kind, String asked, byte[] answer, Duration time) {
    change(
        "offering a proof",
        """
        INSERT INTO acme_answer (kind, asked, answer, ends_at)
        VALUES (?, ?, ?, now() + ? * interval '1 second')
            ON CONFLICT (kind, asked) DO UPDATE
           SET answer = excluded.answer, ends_at = excluded.ends_at
        """,
        kind.name(),
        asked,
        answer,
        time.toSeconds());
  }

  @Override
  public Optional<byte[]> answer(ChallengeKind kind, String asked) {
    String sql = "SELECT answer FROM acme_answer WHERE kind = ? AND asked = ? AND ends_at > now()";
    return database.run(
        "reading a proof",
        on -> {
          try (PreparedStatement select = on.prepareStatement(sql)) {
            select.setString(1, kind.name());
            select.setString(2, asked);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(row.getBytes("answer")) : Optional.empty();
            }
          }
        });
  }

  @Override
  public void withdraw() {
    change("withdrawing proofs", "DELETE FROM acme_answer");
  }

  private int change(String doing, String sql, Object... values) {
    return database.run(
        doing,
        on -> {
          try (PreparedStatement update = on.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
          }
        });
  }

  private static KeyPair pair(byte[] priv, byte[] pub) {
    try {
      return KeyPairs.read(priv, pub);
    } catch (GeneralSecurityException e) {
      throw new StoreException("the key for an authority cannot be read", e);
    }
  }
}
