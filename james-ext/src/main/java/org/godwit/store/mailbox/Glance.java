package org.godwit.store.mailbox;

import java.util.Optional;

/**
 * A status of a mailbox that was read on the way, for who asks right after: James takes SELECT
 * apart into questions that one row answers. To be used once.
 */
record Glance(MailboxStatus status, long nanos) {

  /** Long enough for the steps of one command, too short for a second one. */
  private static final long FRESH = 100_000_000;

  static Glance now(MailboxStatus status) {
    return new Glance(status, System.nanoTime());
  }

  Optional<MailboxStatus> ifFresh() {
    return System.nanoTime() - nanos < FRESH ? Optional.of(status) : Optional.empty();
  }
}
