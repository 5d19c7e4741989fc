package org.godwit.trust;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Argon2id hash (RFC 9106) and what it was made with, in the text form of the password hashing
 * competition: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared but by matches
record Argon2Hash(Cost cost, byte[] salt, byte[] hash) {

  /** Memory in KiB, passes over it, lanes. */
  record Cost(int memory, int passes, int lanes) {}

  private static final int LENGTH = 32;
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  static Argon2Hash of(String password, byte[] salt, Cost cost) {
    return new Argon2Hash(cost, salt, compute(password, salt, cost, LENGTH));
  }

  /** Reads what {@link #toString} wrote; empty when it is no Argon2id hash that we can check. */
  static Optional<Argon2Hash> parse(String phc) {
    Matcher found = PHC.matcher(phc);
    if (!found.matches()) {
      return Optional.empty();
    }
    Cost cost =
        new Cost(
            Integer.parseInt(found.group(1)),
            Integer.parseInt(found.group(2)),
            Integer.parseInt(found.group(3)));
    Base64.Decoder base64 = Base64.getDecoder();
    return Optional.of(
        new Argon2Hash(cost, base64.decode(found.group(4)), base64.decode(found.group(5))));
  }

  boolean matches(String password) {
    return MessageDigest.isEqual(hash, compute(password, salt, cost, hash.length));
  }

  private static byte[] compute(String password, byte[] salt, Cost cost, int length) {
    return Argon2id.derive(password, salt, cost.memory(), cost.passes(), cost.lanes(), length);
  }

  /** What is stored. */
  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            cost.memory(),
            cost.passes(),
            cost.lanes(),
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }
}
