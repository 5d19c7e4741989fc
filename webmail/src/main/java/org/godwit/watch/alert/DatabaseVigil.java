package org.godwit.watch.alert;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.godwit.store.alert.Alert;
import org.godwit.store.alert.Alert.Event;
import org.godwit.store.alert.AlertKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that the database does not answer, which nobody can write down then: each node tells it for
 * itself, by a call alone, because no mail leaves either. For one thread.
 */
final class DatabaseVigil {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseVigil.class);

  private final String host;
  private final Supplier<List<String>> problems;
  private final Optional<Webhook> webhook;
  private final InstantSource clock;
  private Optional<Instant> since = Optional.empty();
  private Optional<Instant> told = Optional.empty();
  private String words = "";

  /**
   * Makes it.
   *
   * @param problems of the database, a line each, asked each time; may block
   */
  DatabaseVigil(
      String host,
      Supplier<List<String>> problems,
      Optional<Webhook> webhook,
      InstantSource clock) {
    this.host = host;
    this.problems = problems;
    this.webhook = webhook;
    this.clock = clock;
  }

  /**
   * Looks once.
   *
   * @return whether the database answers
   */
  boolean look() {
    List<String> now = problems.get();
    if (!now.isEmpty()) {
      words = String.join("; ", now);
      since = since.or(() -> Optional.of(clock.instant()));
      alert().due(clock.instant(), true).filter(event -> event != Event.OVER).ifPresent(this::tell);
      return false;
    }
    if (told.isEmpty() || tell(Event.OVER)) {
      since = Optional.empty();
      told = Optional.empty();
    }
    return true;
  }

  private Alert alert() {
    return new Alert(
        AlertKind.DATABASE_AWAY, host, words, since.orElseThrow(), clock.instant(), told);
  }

  /** Tells it; false when that is to be tried again. */
  private boolean tell(Event event) {
    Optional<String> problem =
        webhook.flatMap(
            there -> there.send(Notice.of(host, alert(), event, clock.instant()).call().body()));
    if (problem.isPresent()) {
      LOG.warn("calling the address of the administrators failed: {}", problem.get());
      return false;
    }
    told = Optional.of(clock.instant());
    return true;
  }
}
