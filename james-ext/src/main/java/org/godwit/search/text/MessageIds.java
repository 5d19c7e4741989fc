package org.godwit.search.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The message ids of a field (5322 §3.6.4), each as a number that stands for it: quotes, comments
 * and white space make no difference (RFC 5256 §3).
 */
final class MessageIds {

  private final String text;
  private int at;

  private MessageIds(String text) {
    this.text = text;
  }

  /**
   * All that are valid, in their order.
   *
   * @param most how many at most: the last
   */
  static List<Long> of(String value, int most) {
    MessageIds reader = new MessageIds(value);
    List<Long> ids = new ArrayList<>();
    while (reader.next()) {
      String id = reader.id();
      if (!id.isEmpty()) {
        ids.add(number(id));
      }
    }
    return ids.subList(Math.max(0, ids.size() - most), ids.size());
  }

  private boolean next() {
    at = text.indexOf('<', at);
    return at++ >= 0;
  }

  /** What is in the angle brackets, bare; empty when it is no id. */
  private String id() {
    StringBuilder id = new StringBuilder();
    int sign = -1;
    while (at < text.length() && text.charAt(at) != '>' && text.charAt(at) != '<') {
      char c = text.charAt(at++);
      switch (c) {
        case '"' -> quoted(id);
        case '(' -> comment();
        case ' ', '\t' -> {
          // between two atoms
        }
        default -> {
          sign = c == '@' ? id.length() : sign;
          id.append(c);
        }
      }
    }
    boolean closed = at < text.length() && text.charAt(at) == '>';
    return closed && sign > 0 && sign < id.length() - 1 ? id.toString() : "";
  }

  private void quoted(StringBuilder id) {
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      id.append(text.charAt(at++));
    }
    at++;
  }

  private void comment() {
    int close = text.indexOf(')', at);
    at = close < 0 ? text.length() : close + 1;
  }

  /** Never 0. */
  private static long number(String id) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(id.getBytes(StandardCharsets.ISO_8859_1));
      return ByteBuffer.wrap(digest).getLong() | 1;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
