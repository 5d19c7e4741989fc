package org.godwit.mailflow.sieve;

/** What is wrong with a script, for the person who wrote it. */
public final class SieveProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  SieveProblem(int line, String text) {
    super(text, null, false, false); // an answer, no accident: it needs no stack
    this.line = line;
  }

  /** Where, from 1. */
  public int line() {
    return line;
  }
}
