package org.godwit.imap;

/** What was given for a name is in no modified UTF-7 (RFC 3501 §5.1.3): no mailbox has it. */
final class NoMailboxName extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoMailboxName() {
    super("a name that is no modified UTF-7");
  }
}
