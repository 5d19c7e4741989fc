package org.godwit.discovery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The policy by which other servers insist on TLS and on our name (8461 §3.2).
 *
 * @param enforce false only asks for reports: with a certificate that we signed ourselves, whoever
 *     insisted could send us no mail
 */
record MtaSts(String hostname, boolean enforce) {
  private static final int WEEK_SECONDS = 7 * 24 * 3600;

  String policy() {
    return "version: STSv1\r\nmode: %s\r\nmx: %s\r\nmax_age: %d\r\n"
        .formatted(enforce ? "enforce" : "testing", hostname, WEEK_SECONDS);
  }

  /** Changes with the policy (8461 §3.1: up to 32 letters and digits). */
  String id() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(policy().getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 10));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
