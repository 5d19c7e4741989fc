package org.godwit.mailflow.outbound;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads replies, and no more of them than an honest server sends. For one thread. */
final class LineReader {

  /** 5321 §4.5.3.1.5 allows 512 octets; servers are known to send more. */
  private static final int LONGEST = 4_096;

  private static final int MOST_LINES = 200;

  private final InputStream in;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Whether bytes are here that no command asked for. */
  boolean ahead() throws IOException {
    return in.available() > 0;
  }

  /**
   * One reply, all its lines.
   *
   * @throws IOException also when it is no SMTP reply
   */
  Reply reply() throws IOException {
    List<String> texts = new ArrayList<>();
    while (texts.size() < MOST_LINES) {
      String line = line();
      int code = code(line);
      texts.add(line.length() > 4 ? line.substring(4) : "");
      if (line.length() == 3 || line.charAt(3) == ' ') {
        return new Reply(code, texts);
      }
    }
    throw new IOException("the reply has too many lines");
  }

  private static int code(String line) throws IOException {
    if (!line.matches("[2-5]\\d\\d([ -].*)?")) {
      throw new IOException("this is no SMTP reply");
    }
    return Integer.parseInt(line.substring(0, 3));
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (line.size() == LONGEST) {
        throw new IOException("a line of the reply is too long");
      }
      // a report shows this text: nothing in it may break a line or a terminal
      line.write(octet == '\r' ? ' ' : octet < ' ' || octet == 127 ? '?' : octet);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
