package org.godwit.server.pop3;

import java.io.IOException;
import java.io.InputStream;

/**
 * A message as POP3 sends it: lines that begin with a dot get another one, and a line of one dot
 * ends it. RFC 1939 §3. A bare LF, which APPEND may have brought, becomes a line end too: for most
 * clients it is one, and what stands behind it would be read as our next answer. All other bytes
 * stay as they are. Not thread-safe.
 */
final class StuffedMessage extends InputStream {

  /** All lines of the body. */
  static final int ALL = -1;

  private static final byte[] END = {'\r', '\n', '.', '\r', '\n'};

  private final InputStream message;
  private final byte[] raw = new byte[8192];
  private final byte[] out = new byte[2 * raw.length + END.length];
  private int from;
  private int to;
  private boolean ended;
  private boolean lineStart = true;
  private boolean cr;
  private boolean inBody;
  private boolean emptyLine = true;
  private int bodyLines;

  /**
   * @param bodyLines lines behind the header, or {@link #ALL}
   */
  StuffedMessage(InputStream message, int bodyLines) {
    this.message = message;
    this.bodyLines = bodyLines;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (from == to) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int count = Math.min(length, to - from);
    System.arraycopy(out, from, bytes, offset, count);
    from += count;
    return count;
  }

  private void fill() throws IOException {
    from = 0;
    to = 0;
    int count = message.read(raw, 0, raw.length);
    for (int i = 0; i < count && !ended; i++) {
      add(raw[i]);
    }
    if (count < 0 && !ended) {
      end();
    }
  }

  private void add(byte b) {
    if (lineStart && inBody && bodyLines == 0) {
      end();
      return;
    }
    if (lineStart && b == '.') {
      out[to++] = '.';
    }
    if (b == '\n' && !cr) {
      out[to++] = '\r';
    }
    out[to++] = b;
    boolean endsLine = b == '\n';
    cr = b == '\r';
    lineStart = endsLine;
    if (endsLine) {
      if (inBody) {
        bodyLines = bodyLines == ALL ? ALL : bodyLines - 1;
      }
      inBody |= emptyLine;
      emptyLine = true;
    } else if (b != '\r') {
      emptyLine = false;
    }
  }

  private void end() {
    ended = true;
    int skipped = lineStart ? 2 : cr ? 1 : 0; // what is there already of CRLF.CRLF
    System.arraycopy(END, skipped, out, to, END.length - skipped);
    to += END.length - skipped;
  }

  @Override
  public void close() throws IOException {
    message.close();
  }
}
