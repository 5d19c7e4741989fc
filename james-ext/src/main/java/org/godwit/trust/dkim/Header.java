package org.godwit.trust.dkim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The header of a message, byte for byte. Immutable.
 *
 * @param fields from the top
 * @param length octets of the header, without the empty line behind it
 */
public record Header(List<Field> fields, long length) {

  /** A header is read up to here; nobody writes longer ones who means well. */
  public static final int MOST_BYTES = 1 << 20;

  public Header {
    fields = List.copyOf(fields);
  }

  /**
   * One field.
   *
   * @param name in lower case; empty for a line that is no field
   * @param raw all of it, folded as it came, each octet a character, without the last line end
   * @param offset of its first octet in the message
   * @param length in octets with its last line end
   */
  public record Field(String name, String raw, long offset, int length) {
    public Field {
      Objects.requireNonNull(name);
      Objects.requireNonNull(raw);
    }

    /** What stands behind the colon, folded as it came. */
    public String value() {
      return raw.substring(raw.indexOf(':') + 1);
    }

    static Field of(String raw, long offset, int length) {
      int colon = raw.indexOf(':');
      String name = colon < 0 ? "" : raw.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      return new Field(name, raw, offset, length);
    }
  }

  /** A header of more than {@link #MOST_BYTES}. */
  public static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("the header is longer than " + MOST_BYTES + " octets");
    }
  }

  /**
   * Reads up to the empty line behind the header, and that.
   *
   * @param in is read byte by byte, so it should be buffered; its next byte is the body's first
   */
  public static Header read(InputStream in) throws IOException {
    List<Field> fields = new ArrayList<>();
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long start = 0;
    long end = 0;
    while (nextLine(in, line, end)) {
      byte[] bytes = line.toByteArray();
      if (isEmpty(bytes)) {
        break;
      }
      boolean folded = bytes[0] == ' ' || bytes[0] == '\t';
      if (!folded && field.size() > 0) {
        fields.add(take(field, start));
        start = end;
      }
      field.writeBytes(bytes);
      end += bytes.length;
    }
    if (field.size() > 0) {
      fields.add(take(field, start));
    }
    return new Header(fields, end);
  }

  private static boolean nextLine(InputStream in, ByteArrayOutputStream line, long before)
      throws IOException {
    line.reset();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      line.write(octet);
      if (before + line.size() > MOST_BYTES) {
        throw new TooLong();
      }
      if (octet == '\n') {
        break;
      }
    }
    return line.size() > 0;
  }

  private static boolean isEmpty(byte[] line) {
    return line[0] == '\n' || (line.length == 2 && line[0] == '\r' && line[1] == '\n');
  }

  private static Field take(ByteArrayOutputStream field, long start) {
    String raw = field.toString(StandardCharsets.ISO_8859_1);
    int length = field.size();
    field.reset();
    int end = raw.endsWith("\r\n") ? length - 2 : raw.endsWith("\n") ? length - 1 : length;
    return Field.of(raw.substring(0, end), start, length);
  }

  /** Those of a name, from the top. */
  public List<Field> all(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).toList();
  }
}
