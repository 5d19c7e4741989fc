package org.godwit.web;

/** Why the web door does not open. The message is one line that says what to do. */
public final class WebProblem extends Exception {
  private static final long serialVersionUID = 1L;

  WebProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
