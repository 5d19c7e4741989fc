package org.godwit.search.text;

import java.io.IOException;
import java.util.Arrays;

/** Takes a body out of its transfer encoding (2045 §6), whatever is wrong with it. */
public final class TransferEncoding {

  /** Octets that may stand for one, with line ends and what else may be between. */
  private static final int LONGEST = 4;

  private TransferEncoding() {}

  /**
   * Decodes a part of a message.
   *
   * @param name as in Content-Transfer-Encoding, in lower case
   * @return at most {@code most} bytes
   */
  public static byte[] decode(MessageRanges message, long from, long to, String name, int most)
      throws IOException {
    return switch (name.strip()) {
      case "base64" -> base64(message.next(from, to, (long) LONGEST * most), most);
      case "quoted-printable" ->
          quotedPrintable(message.next(from, to, (long) LONGEST * most), most);
      default -> message.next(from, to, most);
    };
  }

  /** Decodes all of a body, or of a piece of it that was cut where it may be. */
  static byte[] decode(byte[] body, String name) {
    return switch (name) {
      case "base64" -> base64(body, Integer.MAX_VALUE);
      case "quoted-printable" -> quotedPrintable(body, Integer.MAX_VALUE);
      default -> body;
    };
  }

  /** Whether it stands for six bits in base64. */
  static boolean isDigit(byte c) {
    return value(c) >= 0;
  }

  private static byte[] base64(byte[] in, int most) { // 2045 §6.8
    byte[] out = new byte[Math.min(most, in.length / 4 * 3 + 3)];
    int length = 0;
    int bits = 0;
    int held = 0;
    for (int i = 0; i < in.length && length < out.length; i++) {
      int value = value(in[i]);
      if (value == -2) { // the end, or the end of one of several that were joined
        bits = 0;
        held = 0;
      } else if (value >= 0) {
        held = held << 6 | value;
        bits += 6;
        if (bits >= 8) {
          bits -= 8;
          out[length++] = (byte) (held >> bits);
          held &= (1 << bits) - 1;
        }
      }
    }
    return Arrays.copyOf(out, length);
  }

  private static int value(byte c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return switch (c) {
      case '+' -> 62;
      case '/' -> 63;
      case '=' -> -2;
      default -> -1;
    };
  }

  private static byte[] quotedPrintable(byte[] in, int most) { // 2045 §6.7
    byte[] out = new byte[Math.min(most, in.length)];
    int length = 0;
    for (int i = 0; i < in.length && length < out.length; i++) {
      if (in[i] == ' ' || in[i] == '\t') {
        int end = i;
        while (end < in.length && (in[end] == ' ' || in[end] == '\t')) {
          end++;
        }
        if (end < in.length && (in[end] == '\r' || in[end] == '\n')) {
          i = end - 1; // white space at the end of a line was added on the way
          continue;
        }
      }
      if (in[i] != '=') {
        out[length++] = in[i];
        continue;
      }
      int next = i + 1;
      int high = next < in.length ? Character.digit(in[next], 16) : -1;
      int low = next + 1 < in.length ? Character.digit(in[next + 1], 16) : -1;
      if (high >= 0 && low >= 0) {
        out[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        int after = softBreak(in, next);
        if (after < 0) {
          out[length++] = in[i];
        } else {
          i = after - 1;
        }
      }
    }
    return Arrays.copyOf(out, length);
  }

  /** Behind a line end that only broke a long line; -1 when there is none. */
  private static int softBreak(byte[] in, int from) {
    int at = from;
    while (at < in.length && (in[at] == ' ' || in[at] == '\t')) {
      at++;
    }
    if (at < in.length && in[at] == '\r') {
      at++;
    }
    if (at >= in.length) {
      return in.length;
    }
    return in[at] == '\n' ? at + 1 : in[at - 1] == '\r' ? at : -1;
  }
}
