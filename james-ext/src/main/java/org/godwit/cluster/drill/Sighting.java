package org.godwit.cluster.drill;

/**
 * A message as an endpoint shows it afterwards.
 *
 * @param account whose it is
 * @param mailbox where it is
 * @param uid its number there, {@link #UNNUMBERED} where there are none
 * @param message the word in its header, see {@link Operation#message}
 * @param sha256 of what was handed over, as it is there now
 * @param flagged whether it is
 */
record Sighting(
    String account, String mailbox, long uid, String message, String sha256, boolean flagged) {

  /** JMAP has no numbers. */
  static final long UNNUMBERED = 0;

  Sighting unnumbered() {
    return new Sighting(account, mailbox, UNNUMBERED, message, sha256, flagged);
  }
}
