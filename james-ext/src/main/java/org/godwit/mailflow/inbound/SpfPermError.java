package org.godwit.mailflow.inbound;

/** A policy that nobody can obey (7208 §2.6.7). */
final class SpfPermError extends Exception {
  private static final long serialVersionUID = 1L;

  SpfPermError(String why) {
    super(why, null, false, false);
  }
}
