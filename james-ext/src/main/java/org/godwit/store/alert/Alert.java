package org.godwit.store.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A condition that holds, or was seen a moment ago.
 *
 * @param about what it is about; empty is the server as a whole
 * @param words as whoever saw it last said it
 * @param since when it was first seen
 * @param seen when it was last seen
 * @param told when administrators last heard of it; empty is never
 */
public record Alert(
    AlertKind kind,
    String about,
    String words,
    Instant since,
    Instant seen,
    Optional<Instant> told) {

  /** Who has been told stays told for so long. */
  public static final Duration REMIND = Duration.ofDays(1);

  /** What there is to tell of one. */
  public enum Event {
    RAISED,
    REMINDER,
    OVER
  }

  /** Whether nobody has seen it for long enough. */
  boolean gone(Instant now) {
    return !now.isBefore(seen.plus(kind.calm()));
  }

  /**
   * What has to be told now.
   *
   * @param steady false while it is not known whether somebody would have seen it: then nothing
   *     ends
   */
  public Optional<Event> due(Instant now, boolean steady) {
    if (gone(now)) {
      return steady ? Optional.of(Event.OVER) : Optional.empty();
    }
    if (told.isEmpty()) {
      return now.isBefore(since.plus(kind.patience()))
          ? Optional.empty()
          : Optional.of(Event.RAISED);
    }
    return now.isBefore(told.get().plus(REMIND)) ? Optional.empty() : Optional.of(Event.REMINDER);
  }
}
