package org.godwit.mailflow.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What a server must be able to do to take a message.
 *
 * @param size octets as they are declared by SIZE (1870 §4: with CRLF, without doubled dots)
 * @param eightBit whether any octet is above 127 (6152)
 * @param utf8Header whether its header is UTF-8 beyond ASCII (6532); old mail with raw Latin-1
 *     there is only 8-bit
 */
record Looks(long size, boolean eightBit, boolean utf8Header) {

  /** Reads the whole message once. */
  static Looks at(Content content) throws Content.Unreadable {
    Scan scan = new Scan();
    try {
      content.writeTo(scan);
    } catch (IOException impossible) {
      throw new Content.Unreadable(impossible);
    }
    return scan.found();
  }

  private static final class Scan extends OutputStream {
    private static final int LONGEST_HEADER = 1 << 20;

    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private boolean inHeader = true;
    private boolean eightBit;
    private long size;
    private int last = '\n';
    private boolean emptyLine = true;

    @Override
    public void write(int b) {
      int octet = b & 0xff;
      count(octet);
      eightBit |= octet > 127;
      if (inHeader) {
        header(octet);
      }
      last = octet;
    }

    private void count(int octet) {
      boolean pair = octet == '\n' && last == '\r';
      size += pair ? 0 : octet == '\r' || octet == '\n' ? 2 : 1;
    }

    private void header(int octet) {
      if (octet == '\n') {
        inHeader = !emptyLine;
        emptyLine = true;
      } else if (octet != '\r') {
        emptyLine = false;
      }
      if (header.size() < LONGEST_HEADER) {
        header.write(octet);
      }
    }

    Looks found() {
      return new Looks(last == '\n' || last == '\r' ? size : size + 2, eightBit, utf8());
    }

    private boolean utf8() {
      byte[] bytes = header.toByteArray();
      boolean ascii = true;
      for (byte octet : bytes) {
        ascii &= octet >= 0;
      }
      if (ascii) {
        return false;
      }
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        return true;
      } catch (CharacterCodingException notUtf8) {
        return false;
      }
    }
  }
}
