package org.godwit.settings;

import java.util.List;

/** What is set cannot be used. An answer to the admin, not an accident: it has no stack trace. */
public final class BadSettings extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  BadSettings(List<String> problems) {
    super(String.join("\n", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /** One line each: the key, where it is written, what is allowed. */
  public List<String> problems() {
    return problems;
  }
}
