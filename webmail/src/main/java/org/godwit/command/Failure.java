package org.godwit.command;

/** A command that could not do its work. An answer to the admin: one line, no stack trace. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final boolean passing;

  private Failure(int exitCode, String message, boolean passing) {
    super(message, null, false, false);
    this.exitCode = exitCode;
    this.passing = passing;
  }

  /** The work failed: exit code 1. */
  static Failure failed(String message) {
    return new Failure(1, message, false);
  }

  /** The same, and it may go better in a while. */
  static Failure passing(String message) {
    return new Failure(1, message, true);
  }

  /** It was not understood, or the settings are wrong: exit code 2. */
  static Failure usage(String message) {
    return new Failure(2, message, false);
  }

  /** Whether it may go better in a while. */
  boolean isPassing() {
    return passing;
  }

  int exitCode() {
    return exitCode;
  }
}
