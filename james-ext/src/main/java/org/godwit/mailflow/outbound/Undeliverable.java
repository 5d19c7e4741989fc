package org.godwit.mailflow.outbound;

/** Why nothing could be sent to anybody at a destination. An answer, not an accident: no trace. */
final class Undeliverable extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;

  Undeliverable(Outcome outcome) {
    super(outcome.reason(), null, false, false);
    this.outcome = outcome;
  }

  Outcome outcome() {
    return outcome;
  }
}
