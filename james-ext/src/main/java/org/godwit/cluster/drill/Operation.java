package org.godwit.cluster.drill;

/**
 * Something a client asked for, and what it was told.
 *
 * @param message which message it was about: a word of its own that is in its header
 * @param kind what was asked
 * @param endpoint who was asked
 * @param began when it was asked, in nanoseconds of this JVM
 * @param ended when the answer came, or when there was none any more
 * @param outcome what was told
 * @param sha256 of the bytes that were handed over, in hexadecimal; empty where none were
 */
record Operation(
    String message,
    Kind kind,
    String endpoint,
    long began,
    long ended,
    Outcome outcome,
    String sha256) {

  /** What was asked. */
  enum Kind {
    /** To take a message for somebody, by SMTP. */
    DELIVER(true),
    /** To send a message, by submission. */
    SUBMIT(true),
    /** To put a message into INBOX, by IMAP. */
    APPEND(true),
    /** To flag a message. */
    FLAG(false),
    /** To move a message from INBOX to Archive. */
    MOVE(false),
    /** To remove a message. */
    EXPUNGE(false),
    /** Whether a message that was acknowledged at the same endpoint is there; FAIL is no. */
    READ(false);

    private final boolean creates;

    Kind(boolean creates) {
      this.creates = creates;
    }

    boolean creates() {
      return creates;
    }
  }

  /** What was told. */
  enum Outcome {
    /** It was done. */
    OK,
    /** It was not done. */
    FAIL,
    /** Nobody knows. */
    INFO
  }
}
