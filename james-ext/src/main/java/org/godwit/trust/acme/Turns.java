package org.godwit.trust.acme;

/** Sees to it that of all nodes one orders at a time. */
@FunctionalInterface
public interface Turns {

  /**
   * Does {@code work} when it is our turn. It is interrupted when the turn is another's by now.
   *
   * @return false when another node has its turn, and nothing was done
   */
  boolean take(Runnable work);
}
