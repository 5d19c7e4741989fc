package org.godwit.trust;

/** What a password or a token may be used for. */
public enum Scope {
  IMAP,
  POP3,
  /** Submission: mail out. */
  SMTP,
  /** ManageSieve. */
  SIEVE,
  /** JMAP, by a program. */
  JMAP
}
