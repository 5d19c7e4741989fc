package org.godwit.store.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;

/** Secrets that we make up for people: easy to type, impossible to guess, so hashed quickly. */
final class RandomText {
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"; // no l, o, 0, 1
  private static final int GROUP = 4;
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /** Groups of four letters, each letter 5 bits. */
  static String groups(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count * GROUP; i++) {
      if (i > 0 && i % GROUP == 0) {
        text.append('-');
      }
      text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  /** Whether this could be so many groups, however it was typed. */
  static boolean looksLike(String typed, int count) {
    if (typed.length() > 3 * count * GROUP) {
      return false;
    }
    String plain = plain(typed);
    return plain.length() == count * GROUP
        && plain.chars().allMatch(letter -> LETTERS.indexOf(letter) >= 0);
  }

  private static String plain(String typed) {
    return typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
  }

  /** What is stored of it. */
  static byte[] hash(String typed) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(plain(typed).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
