package org.godwit.store.admin;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

/**
 * Something that an administrator did, or tried to.
 *
 * @param number 1 for the first, and so on without a gap
 * @param at to the millisecond
 * @param deed what was done, and by whom
 * @param previous hash of the entry before, in hexadecimal; zeros for the first
 * @param hash of this one and, by {@code previous}, of all before it
 */
public record AuditEntry(long number, Instant at, Deed deed, String previous, String hash) {

  /** What is before the first entry. */
  static final String BEGINNING = "00".repeat(32);

  /**
   * What was done.
   *
   * @param who a user's address, or who reaches the socket
   * @param way how they came
   * @param from their network address; empty from this machine
   * @param operation its name
   * @param on what it was done to, for people
   * @param told parameters as JSON, without secrets
   * @param outcome {@code done}, or what came of it instead
   */
  public record Deed(
      String who,
      String way,
      String from,
      String operation,
      String on,
      String told,
      String outcome) {

    static Deed read(ResultSet row) throws SQLException {
      return new Deed(
          row.getString("who"),
          row.getString("way"),
          row.getString("origin"),
          row.getString("operation"),
          row.getString("subject"),
          row.getString("told"),
          row.getString("outcome"));
    }

    List<String> fields() {
      return List.of(who, way, from, operation, on, told, outcome);
    }
  }

  static AuditEntry after(long last, String previous, Instant now, Deed deed) {
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    return new AuditEntry(last + 1, at, deed, previous, hash(last + 1, at, deed, previous));
  }

  /** Whether it says what was hashed. */
  boolean isWhole() {
    return hash.equals(hash(number, at, deed, previous));
  }

  /**
   * SHA-256 of the previous hash, the number, the milliseconds since 1970 (each 8 octets), and each
   * text in UTF-8 behind its length (4 octets): no two entries are the same octets.
   */
  private static String hash(long number, Instant at, Deed deed, String previous) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(HexFormat.of().parseHex(previous));
      out.writeLong(number);
      out.writeLong(at.toEpochMilli());
      for (String field : deed.fields()) {
        byte[] text = field.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
