package org.godwit.server.sieve;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a command together from lines and literals. RFC 5804 §4. A client's literals never wait for
 * us, with or without the plus sign. Not thread-safe.
 */
final class SieveInput {

  /** What a line amounts to. */
  sealed interface Read {}

  /** All of a command, or of an answer in AUTHENTICATE. */
  record Complete(List<SieveToken> tokens) implements Read {}

  /** So many bytes follow, then another line. */
  record Literal(long size) implements Read {}

  /** No command; the line is over and forgotten. */
  record Malformed() implements Read {}

  private static final int MOST_TOKENS = 8;

  private List<SieveToken> tokens = new ArrayList<>();

  /** Reads a line with its end. */
  Read line(byte[] line) {
    int end = line.length - 2;
    boolean ended = end >= 0 && line[end] == '\r';
    int at = 0;
    while (ended && at < end && tokens.size() < MOST_TOKENS) {
      if (line[at] == ' ') {
        at++;
      } else if (line[at] == '"') {
        at = quoted(line, at + 1, end);
      } else if (line[at] == '{') {
        long size = literalSize(line, at, end);
        return size < 0 ? malformed() : new Literal(size);
      } else {
        at = word(line, at, end);
      }
      if (at < 0) {
        return malformed();
      }
    }
    if (!ended || at < end || tokens.isEmpty()) {
      return malformed();
    }
    return new Complete(take());
  }

  /** The bytes of a literal that {@link #line} has announced. */
  void literal(byte[] bytes) {
    tokens.add(new SieveToken.Text(bytes));
  }

  private List<SieveToken> take() {
    List<SieveToken> taken = tokens;
    tokens = new ArrayList<>();
    return taken;
  }

  private Read malformed() {
    tokens = new ArrayList<>();
    return new Malformed();
  }

  private int quoted(byte[] line, int from, int end) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = from; i < end; i++) {
      byte b = line[i];
      if (b == '"') {
        tokens.add(new SieveToken.Text(text.toByteArray()));
        return i + 1 == end || line[i + 1] == ' ' ? i + 1 : -1;
      }
      if (b == '\\') {
        i++;
        if (i >= end || (line[i] != '"' && line[i] != '\\')) {
          return -1;
        }
      }
      if (line[i] == 0 || line[i] == '\r') {
        return -1;
      }
      text.write(line[i]);
    }
    return -1;
  }

  private static long literalSize(byte[] line, int from, int end) {
    String text = new String(line, from, end - from, StandardCharsets.US_ASCII);
    return text.matches("\\{[0-9]{1,10}\\+?}") ? Long.parseLong(text.replaceAll("[{+}]", "")) : -1;
  }

  private int word(byte[] line, int from, int end) {
    int to = from;
    while (to < end && line[to] != ' ') {
      to++;
    }
    String text = new String(line, from, to - from, StandardCharsets.US_ASCII);
    if (text.matches("[0-9]{1,18}")) {
      tokens.add(new SieveToken.Amount(Long.parseLong(text)));
    } else if (text.matches("[A-Za-z]{1,32}")) {
      tokens.add(new SieveToken.Word(text));
    } else {
      return -1;
    }
    return to;
  }
}
