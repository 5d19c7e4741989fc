package org.godwit.store.certificate;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.trust.acme.AcmeVault.Kept;
import org.godwit.trust.acme.IssuedCertificate;

/** The table of certificates. Safe for many threads; one statement a call. */
final class StoredCertificates {

  /** The one in use, and a few before it for whoever wonders. */
  private static final int REMEMBERED = 5;

  private static final String COLUMNS =
      "certificate_id, directory, private_key, chain, left_out, issued_at, renew_at";

  private final Database database;

  StoredCertificates(Database database) {
    this.database = database;
  }

  Optional<Kept> newest() {
    String sql = "SELECT " + COLUMNS + " FROM certificate ORDER BY certificate_id DESC LIMIT 1";
    return database.run(
        "reading the certificate",
        on -> {
          try (PreparedStatement select = on.prepareStatement(sql);
              ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(kept(row)) : Optional.empty();
          }
        });
  }

  Kept keep(URI directory, IssuedCertificate certificate, Instant renewAt, List<String> leftOut) {
    String sql =
        """
        INSERT INTO certificate (directory, private_key, chain, left_out, renew_at)
        VALUES (?, ?, ?, ?, ?)
        RETURNING %s
        """
            .formatted(COLUMNS);
    return database.transaction(
        "keeping a certificate",
        on -> {
          Kept kept;
          try (PreparedStatement insert = on.prepareStatement(sql)) {
            insert.setString(1, directory.toString());
            insert.setBytes(2, certificate.key().getEncoded());
            insert.setArray(3, on.createArrayOf("bytea", encoded(certificate.chain())));
            insert.setArray(4, on.createArrayOf("text", leftOut.toArray()));
            insert.setTimestamp(5, Timestamp.from(renewAt));
            try (ResultSet row = insert.executeQuery()) {
              row.next();
              kept = kept(row);
            }
          }
          forgetBefore(on, kept.id());
          return kept;
        });
  }

  void renewAt(long id, Instant when) {
    String sql = "UPDATE certificate SET renew_at = ? WHERE certificate_id = ?";
    int unused = // none when it is no longer there, and nobody's to renew
        database.run(
            "moving the next order",
            on -> {
              try (PreparedStatement update = on.prepareStatement(sql)) {
                update.setTimestamp(1, Timestamp.from(when));
                update.setLong(2, id);
                return update.executeUpdate();
              }
            });
  }

  private static void forgetBefore(Connection on, long newest) throws SQLException {
    try (PreparedStatement delete =
        on.prepareStatement(
            """
            DELETE FROM certificate
             WHERE certificate_id <= ?
               AND certificate_id NOT IN
                   (SELECT certificate_id FROM certificate ORDER BY certificate_id DESC LIMIT ?)
            """)) {
      delete.setLong(1, newest);
      delete.setInt(2, REMEMBERED);
      delete.executeUpdate();
    }
  }

  private static Kept kept(ResultSet row) throws SQLException {
    try {
      List<X509Certificate> chain = new ArrayList<>();
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] each : bytes(row.getArray("chain"))) {
        chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(each)));
      }
      String algorithm = chain.getFirst().getPublicKey().getAlgorithm();
      IssuedCertificate certificate =
          new IssuedCertificate(
              KeyFactory.getInstance(algorithm)
                  .generatePrivate(new PKCS8EncodedKeySpec(row.getBytes("private_key"))),
              chain);
      return new Kept(
          row.getLong("certificate_id"),
          URI.create(row.getString("directory")),
          certificate,
          row.getTimestamp("issued_at").toInstant(),
          row.getTimestamp("renew_at").toInstant(),
          Arrays.asList((String[]) row.getArray("left_out").getArray()));
    } catch (GeneralSecurityException e) {
      throw new StoreException("a certificate cannot be read", e);
    }
  }

  private static byte[][] bytes(Array array) throws SQLException {
    return (byte[][]) array.getArray();
  }

  private static byte[][] encoded(List<X509Certificate> chain) {
    try {
      byte[][] all = new byte[chain.size()][];
      for (int i = 0; i < all.length; i++) {
        all[i] = chain.get(i).getEncoded();
      }
      return all;
    } catch (CertificateEncodingException e) {
      throw new StoreException("a certificate cannot be written", e);
    }
  }
}
