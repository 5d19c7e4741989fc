package org.godwit.store.backup;

import java.util.Locale;

/** What became of a backup. */
public enum Outcome {
  /** It was restored beside the server, and is what was read. */
  PROVED,
  /** There is a file, and nobody could try whether it can be restored. */
  UNPROVED,
  /** There is a file, and it cannot be restored, or to something else. */
  WRONG,
  /** There is no file. */
  FAILED;

  /** Its name for programs. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Outcome of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
