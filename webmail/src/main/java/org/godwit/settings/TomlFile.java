package org.godwit.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** A settings file, read. */
final class TomlFile {
  private final Path file;
  private final Path base;
  private final Consumer<String> problems;

  /**
   * @param base where relative paths in it start
   * @param problems told what is wrong, a line each
   */
  TomlFile(Path file, Path base, Consumer<String> problems) {
    this.file = file;
    this.base = base;
    this.problems = problems;
  }

  /** What is written, by key, known or not. */
  Map<String, Given> read() {
    try {
      TomlParseResult toml = Toml.parse(file);
      toml.errors().forEach(e -> problems.accept(where(e.position()) + ": " + e.getMessage()));
      return toml.hasErrors() ? Map.of() : values(toml);
    } catch (IOException e) {
      problems.accept(file + ": cannot be read");
      return Map.of();
    }
  }

  private Map<String, Given> values(TomlParseResult toml) {
    Map<String, Given> values = new LinkedHashMap<>();
    for (List<String> path : toml.keyPathSet()) {
      Object value = toml.get(path);
      String where = where(toml.inputPositionOf(path));
      values.put(String.join(".", path), new Given(text(value), where, base));
    }
    return values;
  }

  private static String text(Object value) {
    return switch (value) {
      case TomlArray array ->
          IntStream.range(0, array.size())
              .mapToObj(i -> text(array.get(i)))
              .collect(Collectors.joining(","));
      case TomlTable table -> table.toJson();
      default -> String.valueOf(value);
    };
  }

  private String where(TomlPosition position) {
    return position == null ? file.toString() : file + " line " + position.line();
  }
}
