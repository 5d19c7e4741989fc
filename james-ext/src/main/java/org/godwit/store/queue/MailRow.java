package org.godwit.store.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.godwit.store.blob.BlobHash;

/**
 * A mail as it lies in the queue.
 *
 * @param id what the database calls it
 * @param origin stays the same when a mail is split by recipient
 * @param token of the lease, grows with each
 * @param attempts that failed
 * @param generation of mail that mail has caused
 */
record MailRow(
    Id id,
    UUID origin,
    long token,
    int attempts,
    int generation,
    Instant queuedAt,
    Optional<Instant> dueAt,
    Envelope envelope,
    Optional<BlobHash> blob,
    long size) {

  /** Where a mail lies. */
  record Id(String queue, long number) {}

  /**
   * All of a mail but its bytes.
   *
   * @param sender null is the null sender
   * @param attributes JSON
   * @param headers JSON; null when no recipient has headers of his own
   */
  record Envelope(
      String name,
      String sender,
      List<String> recipients,
      String state,
      String error,
      String attributes,
      String headers,
      String remoteHost,
      String remoteAddr,
      Instant updatedAt,
      int priority) {}
}
