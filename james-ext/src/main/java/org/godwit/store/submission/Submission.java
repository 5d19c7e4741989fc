package org.godwit.store.submission;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that was handed in to be sent.
 *
 * @param identity what the client calls the one who sends
 * @param envelope JSON, as the client knows it
 * @param deliveries JSON: what became of each recipient
 */
public record Submission(
    UUID id,
    String identity,
    UUID message,
    UUID thread,
    String envelope,
    Instant sendAt,
    Undo undo,
    String deliveries) {

  /** Whether it can be taken back. */
  public enum Undo {
    /** It waits for its time. */
    PENDING,
    /** It was sent. */
    FINAL,
    /** It was taken back. */
    CANCELED
  }
}
