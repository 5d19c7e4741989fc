package org.godwit.jmap.submission;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.godwit.jmap.SetError;

/** When a message is to be sent: HOLDFOR and HOLDUNTIL of FUTURERELEASE (4865 §4). */
final class Hold {

  static final Duration LONGEST = Duration.ofDays(365);

  private Hold() {}

  /**
   * The time; {@code now} when none is asked for, or one that is past.
   *
   * @param parameters of MAIL, their names in capitals
   */
  static Instant until(Map<String, String> parameters, Instant now) throws SetError {
    boolean hasFor = parameters.containsKey("HOLDFOR");
    boolean hasUntil = parameters.containsKey("HOLDUNTIL");
    if (hasFor && hasUntil) { // 4865 §4: one of them
      throw wrong("HOLDFOR and HOLDUNTIL do not go together");
    }
    Instant until = now;
    if (hasFor) {
      until = now.plusSeconds(seconds(parameters.get("HOLDFOR")));
    } else if (hasUntil) {
      until = time(parameters.get("HOLDUNTIL"));
    }
    if (until.isAfter(now.plus(LONGEST))) {
      throw wrong("a message is held for " + LONGEST.toSeconds() + " seconds at most");
    }
    return until.isBefore(now) ? now : until;
  }

  private static long seconds(String value) throws SetError {
    if (value == null || !value.matches("[0-9]{1,9}")) { // 4865 §4: 1*9DIGIT
      throw wrong("HOLDFOR is a number of seconds");
    }
    return Long.parseLong(value);
  }

  private static Instant time(String value) throws SetError {
    try {
      return OffsetDateTime.parse(value == null ? "" : value).toInstant();
    } catch (DateTimeException e) {
      throw wrong("HOLDUNTIL is a date and a time");
    }
  }

  private static SetError wrong(String description) {
    return SetError.invalidProperties(description, "envelope");
  }
}
