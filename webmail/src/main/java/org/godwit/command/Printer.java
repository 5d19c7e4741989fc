package org.godwit.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Prints an answer: JSON for programs, a table for people. */
final class Printer {
  private static final String BYTES = "Bytes";

  /** A time as it is in JSON: people need no millionths of a second. */
  private static final Pattern MOMENT =
      Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d+)?Z$");

  private final PrintWriter out;
  private final PrintWriter error;

  Printer(PrintWriter out, PrintWriter error) {
    this.out = out;
    this.error = error;
  }

  void print(JsonNode answer, boolean json) {
    if (json) {
      out.println(answer.isArray() ? rows(answer) : answer.toPrettyString());
    } else if (answer.isArray()) {
      table(answer, "");
    } else if (answer.has("message")) {
      message(answer);
    } else {
      facts(answer);
    }
    out.flush();
  }

  /** A list with one row on a line, so that it can be read by eye and by line. */
  private static String rows(JsonNode list) {
    List<String> rows = new ArrayList<>();
    list.forEach(row -> rows.add("  " + row));
    return rows.isEmpty() ? "[]" : "[\n" + String.join(",\n", rows) + "\n]";
  }

  private void message(JsonNode answer) {
    answer
        .path("problems")
        .forEach(
            problem ->
                error.println(
                    "line %s: %s: %s"
                        .formatted(
                            problem.path("line").asText(),
                            problem.path("address").asText(),
                            problem.path("problem").asText())));
    out.println(answer.path("message").asText());
    if (answer.has("password")) {
      out.println("password: " + answer.path("password").asText());
    }
  }

  private void facts(JsonNode answer) {
    int width = 0;
    for (Map.Entry<String, JsonNode> fact : answer.properties()) {
      width = Math.max(width, title(fact.getKey()).length());
    }
    for (Map.Entry<String, JsonNode> fact : answer.properties()) {
      String title = padded(title(fact.getKey()), width);
      if (isTable(fact.getValue())) {
        out.println(title.stripTrailing());
        table(fact.getValue(), "  ");
      } else {
        out.println(title + "  " + value(fact.getKey(), fact.getValue()));
      }
    }
  }

  /** Whether it has rows, which nobody reads in one line. */
  private static boolean isTable(JsonNode value) {
    return value.isArray() && !value.isEmpty() && value.get(0).isObject();
  }

  private void table(JsonNode rows, String indent) {
    if (rows.isEmpty()) {
      out.println("none");
      return;
    }
    List<String> columns = new ArrayList<>();
    rows.get(0).fieldNames().forEachRemaining(columns::add);
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(name -> title(name).toUpperCase(Locale.ROOT)).toList());
    rows.forEach(
        row -> lines.add(columns.stream().map(name -> value(name, row.path(name))).toList()));
    int[] widths = new int[columns.size()];
    lines.forEach(
        line -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], line.get(i).length());
          }
        });
    lines.forEach(line -> out.println(indent + line(line, widths)));
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(padded(cells.get(i), widths[i])).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** {@code lastLogin} becomes {@code last login}, {@code sizeBytes} becomes {@code size}. */
  private static String title(String name) {
    String plain = name.endsWith(BYTES) ? name.substring(0, name.length() - BYTES.length()) : name;
    return plain.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static String value(String name, JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "-";
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? "yes" : "no";
    }
    if (value.isArray()) {
      List<String> all = new ArrayList<>();
      value.forEach(each -> all.add(each.isObject() ? object(each) : plain(each.asText())));
      return all.isEmpty() ? "-" : String.join(", ", all);
    }
    return name.endsWith(BYTES) ? size(value.asLong()) : plain(value.asText());
  }

  /** Such as {@code (name south, state streaming, lag 0 B)}. */
  private static String object(JsonNode facts) {
    List<String> all = new ArrayList<>();
    facts
        .properties()
        .forEach(
            fact -> all.add(title(fact.getKey()) + " " + value(fact.getKey(), fact.getValue())));
    return "(" + String.join(", ", all) + ")";
  }

  /** Text of strangers must not move the cursor of a terminal. */
  private static String plain(String text) {
    return text.isEmpty()
        ? "-"
        : MOMENT.matcher(text.replaceAll("\\p{Cntrl}", "?")).replaceFirst("$1 $2 UTC");
  }

  static String size(long bytes) {
    String[] units = {"B", "KB", "MB", "GB", "TB"};
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0 || size == Math.rint(size)
        ? "%d %s".formatted((long) size, units[unit])
        : "%.1f %s".formatted(size, units[unit]);
  }
}
