package org.godwit.mailflow.sieve;

/** A command, ready to run. Safe for many threads. */
@FunctionalInterface
interface Step {
  void run(Run run);
}
