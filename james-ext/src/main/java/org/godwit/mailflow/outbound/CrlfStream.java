package org.godwit.mailflow.outbound;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a message so that every line ends with CRLF, and behind DATA with a leading dot doubled;
 * all other bytes stay as they are. For one thread.
 */
final class CrlfStream extends OutputStream {
  private static final byte[] CRLF = {'\r', '\n'};

  private final OutputStream out;
  private final boolean stuffing;
  private boolean cr;
  private boolean lineStart = true;

  private CrlfStream(OutputStream out, boolean stuffing) {
    this.out = out;
    this.stuffing = stuffing;
  }

  /** For what follows DATA. */
  static CrlfStream data(OutputStream out) {
    return new CrlfStream(out, true);
  }

  /** For everything else. */
  static CrlfStream text(OutputStream out) {
    return new CrlfStream(out, false);
  }

  @Override
  public void write(int b) throws IOException {
    int octet = b & 0xff;
    if (octet == '\n') {
      endLine();
      cr = false;
      return;
    }
    if (cr) { // 5321 §2.3.8: CR alone "MUST NOT" be sent
      endLine();
      cr = false;
    }
    if (octet == '\r') {
      cr = true;
      return;
    }
    if (stuffing && lineStart && octet == '.') { // 5321 §4.5.2
      out.write('.');
    }
    lineStart = false;
    out.write(octet);
  }

  private void endLine() throws IOException {
    out.write(CRLF);
    lineStart = true;
  }

  /** Ends an unfinished last line, and then the message (5321 §4.1.1.4). */
  void endData() throws IOException {
    if (cr || !lineStart) {
      endLine();
    }
    out.write('.');
    out.write(CRLF);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
