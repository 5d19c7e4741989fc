package org.godwit.trust.dkim;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of a body in a canonical form (6376 §3.4.3, §3.4.4). For one thread, one body. */
final class BodyHash extends OutputStream {
  private final Canon canon;
  private final long limit;
  private final MessageDigest digest = sha256();
  private final byte[] buffer = new byte[8192];
  private int buffered;
  private long length;
  private long lineEnds; // seen, not yet known to be followed by anything
  private boolean space;
  private boolean cr;
  private boolean ended;

  /**
   * @param limit octets of the canonical form that are hashed (6376 §3.5, "l=")
   */
  BodyHash(Canon canon, long limit) {
    this.canon = canon;
    this.limit = limit;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  @Override
  public void write(int b) {
    int octet = b & 0xff;
    if (cr) {
      cr = false;
      if (octet == '\n') {
        space = false; // 6376 §3.4.4: white space at the end of lines
        lineEnds++;
        return;
      }
      text('\r');
    }
    if (octet == '\r') {
      cr = true;
    } else if (canon == Canon.RELAXED && (octet == ' ' || octet == '\t')) {
      space = true;
    } else {
      text(octet);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      write(bytes[i]);
    }
  }

  private void text(int octet) {
    for (; lineEnds > 0; lineEnds--) {
      put('\r');
      put('\n');
    }
    if (space) {
      put(' ');
      space = false;
    }
    put(octet);
  }

  private void put(int octet) {
    length++;
    if (length > limit) {
      return;
    }
    if (buffered == buffer.length) {
      digest.update(buffer, 0, buffered);
      buffered = 0;
    }
    buffer[buffered++] = (byte) octet;
  }

  /** Octets of the canonical form; known at the end. */
  long length() {
    end();
    return length;
  }

  /** The hash. Nothing may be written behind it, and it is asked for once. */
  byte[] hash() {
    end();
    digest.update(buffer, 0, buffered);
    return digest.digest();
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    if (cr) {
      text('\r');
    }
    if (length > 0 || canon == Canon.SIMPLE) { // 6376 §3.4.3: an empty body is one CRLF
      put('\r');
      put('\n');
    }
  }
}
