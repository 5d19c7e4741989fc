package org.godwit.server;

/** Why the server does not start. The message is one line that says what to do. */
public final class StartProblem extends Exception {
  private static final long serialVersionUID = 1L;

  StartProblem(String message) {
    super(message);
  }

  StartProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
