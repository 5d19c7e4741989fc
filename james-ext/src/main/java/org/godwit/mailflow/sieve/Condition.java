package org.godwit.mailflow.sieve;

/** A test, ready to be asked. Safe for many threads. */
@FunctionalInterface
interface Condition {
  boolean holds(Run run);
}
