package org.godwit.imap.command;

/** Where we take what an RFC lets us refuse, and for whom. None may be added without a test. */
enum ImapLeniency {
  /**
   * MessageNew, MessageExpunge or FlagChange alone for mailboxes that are not selected: Dovecot
   * takes it, clients were written against it, and a STATUS tells of all of them together.
   */
  NOTIFY_EVENTS_APART("5465 §5");

  private final String rule;

  ImapLeniency(String rule) {
    this.rule = rule;
  }

  /** The RFC's number and section. */
  String rule() {
    return rule;
  }
}
