package org.godwit.command;

/**
 * What the doctor found.
 *
 * @param check what was looked at
 * @param text what is so, and what to do about it
 */
record Finding(String check, Grade grade, String text) {

  /** How bad it is. */
  enum Grade {
    OK,
    /** It works, but not as it should. */
    WARN,
    /** It does not work. */
    BAD
  }

  static Finding ok(String check, String text) {
    return new Finding(check, Grade.OK, text);
  }

  static Finding warn(String check, String text) {
    return new Finding(check, Grade.WARN, text);
  }

  static Finding bad(String check, String text) {
    return new Finding(check, Grade.BAD, text);
  }
}
