package org.godwit.settings;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the values of a setting are written.
 *
 * @param allowed what may be written, for error messages and the settings file
 * @param parser reads it
 * @param toml writes it as TOML
 */
record Kind<T>(String allowed, Parser<T> parser, Function<T, String> toml) {

  /** Reads a value; whoever wrote it owes us one that is {@link Kind#allowed}. */
  @FunctionalInterface
  interface Parser<T> {
    /**
     * Reads one value.
     *
     * @param text what is written, a list with commas
     * @param base where a relative path starts
     * @throws IllegalArgumentException when this is not allowed
     */
    T parse(String text, Path base);
  }

  T parse(String text, Path base) {
    return parser.parse(text.strip(), base);
  }

  /** The same, or nothing, which is written as an empty text. */
  Kind<Optional<T>> orNothing() {
    return new Kind<>(
        allowed + ", or \"\"",
        (text, base) -> text.isEmpty() ? Optional.empty() : Optional.of(parser.parse(text, base)),
        value -> value.map(toml).orElse("\"\""));
  }
}
