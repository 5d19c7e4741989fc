package org.godwit.mailflow.sieve;

import java.util.List;
import java.util.Optional;

/** What a script has decided. */
sealed interface SieveAction {

  /** Into the inbox (5228 §4.3). */
  record Keep(List<String> flags) implements SieveAction {}

  /**
   * Into a mailbox (5228 §4.1).
   *
   * @param mailbox with {@code /} between names
   */
  record FileInto(String mailbox, List<String> flags) implements SieveAction {}

  /** On to another address (5228 §4.2). */
  record Redirect(String address) implements SieveAction {}

  /** Back to the sender with a reason (5429 §2). */
  record Reject(String reason) implements SieveAction {}

  /**
   * An answer to the sender (5230).
   *
   * @param days how long the same sender is not answered again
   * @param addresses that are the owner's too, besides the known ones
   * @param mime whether {@code reason} is a MIME entity with its header
   * @param handle tells answers apart; the same handle is one answer
   */
  record Vacation(
      int days,
      Optional<String> subject,
      Optional<String> from,
      List<String> addresses,
      boolean mime,
      String handle,
      String reason)
      implements SieveAction {}
}
