package org.godwit.mailflow;

import com.google.common.base.Throwables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.godwit.store.StoreUnavailable;
import org.godwit.store.queue.Lease;

/**
 * One try at one queued mail, and what went wrong in it. It travels on the mail, and on the parts
 * that matchers split off, as an attribute that no queue keeps. One thread.
 */
final class Processing {

  private static final AttributeName NAME = AttributeName.of("org.godwit.processing");

  /**
   * What went wrong.
   *
   * @param permanent trying again cannot help
   */
  private record Failure(String reason, Optional<Throwable> cause, boolean permanent) {}

  private final UUID origin;
  private final int generation;
  private final Instant accepted;
  private final List<Failure> failures = new ArrayList<>();

  private Processing(UUID origin, int generation, Instant accepted) {
    this.origin = origin;
    this.generation = generation;
    this.accepted = accepted;
  }

  static Processing of(Lease lease) {
    return new Processing(lease.origin(), lease.generation(), lease.queuedAt());
  }

  /** The try that a mail is part of. */
  static Processing of(Mail mail) {
    return mail.getAttribute(NAME)
        .map(attribute -> attribute.getValue().value())
        .map(Processing.class::cast)
        .orElseThrow(() -> new IllegalStateException("a mail that is not of our workers"));
  }

  void on(Mail mail) {
    mail.setAttribute(new Attribute(NAME, AttributeValue.ofUnserializable(this)));
  }

  /** What deliveries count by. */
  UUID origin() {
    return origin;
  }

  /** How many mails, each the cause of the next, led to this one. */
  int generation() {
    return generation;
  }

  /** When we took the mail. */
  Instant accepted() {
    return accepted;
  }

  /** Something went wrong that may work another time. */
  void failed(String doing, Throwable cause) {
    failures.add(
        new Failure(doing + ": " + Throwables.getRootCause(cause), Optional.of(cause), false));
  }

  /** Something went wrong that will never work; an administrator must see it. */
  void never(String reason) {
    failures.add(new Failure(reason, Optional.empty(), true));
  }

  boolean succeeded() {
    return failures.isEmpty();
  }

  /** Whether the database was away: then nothing that failed says anything about the mail. */
  boolean storeAway() {
    return failures.stream()
        .flatMap(failure -> failure.cause().stream())
        .flatMap(cause -> Throwables.getCausalChain(cause).stream())
        .anyMatch(StoreUnavailable.class::isInstance);
  }

  boolean hopeless() {
    return failures.stream().anyMatch(Failure::permanent);
  }

  /** The first thing that went wrong, in one line. */
  String reason() {
    return failures.getFirst().reason();
  }

  /** The first error behind it, for the log. */
  Optional<Throwable> cause() {
    return failures.getFirst().cause();
  }
}
