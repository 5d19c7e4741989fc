package org.godwit.settings;

/**
 * How we log.
 *
 * @param format of a line
 * @param level the least that is written
 */
public record LogSettings(Format format, Level level) {

  /** Who reads it. */
  public enum Format {
    /** A person. */
    TEXT,
    /** A program. */
    JSON
  }

  /** How much is written. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }
}
