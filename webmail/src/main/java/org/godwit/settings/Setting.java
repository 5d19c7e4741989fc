package org.godwit.settings;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that an admin can set.
 *
 * @param section of the settings file
 * @param name in its section
 * @param kind what may be written
 * @param standard what holds when nothing is written
 * @param help one line on what it does
 * @param secret not accepted on the command line, where other users would see it
 * @param brief another environment variable that sets it; empty is none
 */
public record Setting<T>(
    String section,
    String name,
    Kind<T> kind,
    T standard,
    String help,
    boolean secret,
    Optional<String> brief) {

  static <T> Setting<T> of(String key, Kind<T> kind, T standard, String help) {
    return of(key, kind, standard, help, false);
  }

  static <T> Setting<T> secret(String key, Kind<T> kind, T standard, String help) {
    return of(key, kind, standard, help, true);
  }

  private static <T> Setting<T> of(
      String key, Kind<T> kind, T standard, String help, boolean secret) {
    int dot = key.indexOf('.');
    return new Setting<>(
        key.substring(0, dot),
        key.substring(dot + 1),
        kind,
        standard,
        help,
        secret,
        Optional.empty());
  }

  /** The same, which a second environment variable sets too. */
  Setting<T> briefly(String variable) {
    return new Setting<>(section, name, kind, standard, help, secret, Optional.of(variable));
  }

  /** {@code section.name}, as messages and the command line call it. */
  public String key() {
    return section + "." + name;
  }

  /** The environment variable that sets it. */
  public String variable() {
    return ("GODWIT_" + section + "_" + name).toUpperCase(Locale.ROOT);
  }

  /** What may be written, in words. */
  public String allowed() {
    return kind.allowed();
  }

  /** What holds when nothing is written, as the settings file writes it. */
  public String standardText() {
    return kind.toml().apply(standard);
  }

  T parse(String text, Path base) {
    return kind.parse(text, base);
  }
}
