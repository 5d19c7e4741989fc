package org.godwit.store.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A header taken apart into its fields (5322 §2.2), in their order. A line that is neither a field
 * nor the continuation of one is kept apart.
 */
public final class HeaderFields {

  /**
   * One field.
   *
   * @param name as it stands, without the white space before the colon
   * @param value unfolded, without the white space around it, one octet in each character
   * @param start where the field starts in the bytes given to {@link HeaderFields#parse}
   * @param end behind its last line end
   */
  public record Field(String name, String value, int start, int end) {}

  private final List<Field> fields;
  private final List<String> others;

  private HeaderFields(List<Field> fields, List<String> others) {
    this.fields = fields;
    this.others = others;
  }

  /**
   * Reads a header up to its empty line or the end.
   *
   * @param bytes holds the header between {@code from} and {@code to}
   */
  public static HeaderFields parse(byte[] bytes, int from, int to) {
    List<Field> fields = new ArrayList<>();
    List<String> others = new ArrayList<>();
    int start = from;
    while (start < to && !isEmptyLine(bytes, start, to)) {
      int end = endOfField(bytes, start, to);
      Field field = field(bytes, start, end);
      if (field != null) {
        fields.add(field);
      } else {
        others.add(unfold(bytes, start, end));
      }
      start = end;
    }
    return new HeaderFields(List.copyOf(fields), List.copyOf(others));
  }

  /** The fields in the order of the header. */
  public List<Field> all() {
    return fields;
  }

  /** Lines that are no fields, unfolded; there are none in a message as it should be. */
  public List<String> others() {
    return others;
  }

  /**
   * The value of the first field of this name.
   *
   * @param name in any case
   */
  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }

  /**
   * The values of all fields of this name, in their order.
   *
   * @param name in any case
   */
  public List<String> values(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  private static boolean isEmptyLine(byte[] bytes, int at, int to) {
    return bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < to && bytes[at + 1] == '\n');
  }

  /** Behind the last line that belongs to the field: the next one starts with no white space. */
  private static int endOfField(byte[] bytes, int start, int to) {
    int at = start;
    do {
      at = endOfLine(bytes, at, to);
    } while (at < to && (bytes[at] == ' ' || bytes[at] == '\t'));
    return at;
  }

  private static int endOfLine(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n') {
        return at + 1;
      }
    }
    return to;
  }

  private static Field field(byte[] bytes, int start, int end) {
    int colon = start;
    while (colon < end && bytes[colon] != ':' && bytes[colon] != '\n') {
      colon++;
    }
    if (colon == end || bytes[colon] == '\n') {
      return null;
    }
    String name = text(bytes, start, colon).strip();
    return name.isEmpty() ? null : new Field(name, unfold(bytes, colon + 1, end), start, end);
  }

  /** 5322 §2.2.3: the line ends go, the white space behind them stays. */
  private static String unfold(byte[] bytes, int from, int to) {
    byte[] unfolded = new byte[to - from];
    int length = 0;
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < to && bytes[at + 1] == '\n')) {
        continue;
      }
      unfolded[length++] = bytes[at];
    }
    return trim(text(unfolded, 0, length));
  }

  private static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isWhite(text.charAt(from))) {
      from++;
    }
    while (to > from && isWhite(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isWhite(char c) {
    return c == ' ' || c == '\t';
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
