package org.godwit.jmap.mail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.godwit.store.message.HeaderFields;

/** The fields of a header, as they came and unfolded. */
final class HeaderLines {

  /**
   * A field.
   *
   * @param raw all behind the colon, without the last line end
   * @param value unfolded, one octet in each character
   */
  record Line(String name, String raw, String value) {}

  private final List<Line> lines;

  HeaderLines(byte[] header) {
    this.lines =
        HeaderFields.parse(header, 0, header.length).all().stream()
            .map(field -> line(header, field))
            .toList();
  }

  private static Line line(byte[] header, HeaderFields.Field field) {
    int from = field.start();
    while (header[from] != ':') {
      from++;
    }
    int to = field.end();
    if (to > from + 1 && header[to - 1] == '\n') {
      to--;
    }
    if (to > from + 1 && header[to - 1] == '\r') {
      to--;
    }
    // 8621 §4.1.2.1: what is no UTF-8 is replaced
    String raw = new String(header, from + 1, to - from - 1, StandardCharsets.UTF_8);
    return new Line(field.name(), raw.replace("\0", ""), field.value());
  }

  List<Line> all() {
    return lines;
  }

  /** All fields of a name, in any case. */
  List<Line> all(String name) {
    return lines.stream().filter(line -> line.name().equalsIgnoreCase(name)).toList();
  }
}
