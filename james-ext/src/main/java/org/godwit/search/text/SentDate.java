package org.godwit.search.text;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Date field says (5322 §3.3), and what people write into it.
 *
 * @param local by the clock of the sender
 * @param offset of that clock from UTC in minutes; 0 where none is known
 */
public record SentDate(LocalDateTime local, int offset) {

  private static final int MOST_MINUTES = 18 * 60;

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{1,2})[ -]+([A-Za-z]{3})[a-z]*[ -]+(\\d{2,4})"
              + "(?: +(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2}))?)?(?: *([+-]\\d{4}|[A-Z]{1,4}))?");

  /** Reads a value; empty when there is no date in it. */
  public static Optional<SentDate> of(String value) {
    Matcher date = DATE.matcher(value.replaceAll("\\([^()]*\\)|\\s", " "));
    if (!date.find()) {
      return Optional.empty();
    }
    int month = MONTHS.indexOf(date.group(2).toLowerCase(Locale.ROOT)) + 1;
    try {
      LocalDate day = LocalDate.of(year(date.group(3)), month, Integer.parseInt(date.group(1)));
      LocalTime time = LocalTime.of(number(date, 4), number(date, 5), number(date, 6) % 60);
      return Optional.of(new SentDate(LocalDateTime.of(day, time), zone(date.group(7))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher date, int group) {
    return date.group(group) == null ? 0 : Integer.parseInt(date.group(group));
  }

  private static int year(String digits) { // 5322 §4.3
    int year = Integer.parseInt(digits);
    return switch (digits.length()) {
      case 2 -> year + (year < 50 ? 2000 : 1900);
      case 3 -> year + 1900;
      default -> year;
    };
  }

  private static int zone(String named) { // 5322 §4.3
    if (named == null) {
      return 0;
    }
    return 60
            * switch (named) {
              case "EDT" -> -4;
              case "EST", "CDT" -> -5;
              case "CST", "MDT" -> -6;
              case "MST", "PDT" -> -7;
              case "PST" -> -8;
              default -> 0;
            }
        + (named.length() == 5 ? offset(named) : 0);
  }

  /** 5322 §3.3: any two digits of hours, whatever clocks there are. */
  private static int offset(String digits) {
    int minutes =
        Integer.parseInt(digits.substring(1, 3)) * 60 + Integer.parseInt(digits.substring(3));
    return digits.charAt(0) == '-' ? -minutes : minutes;
  }

  /** With the zone of the sender; in UTC where that is none that clocks have. */
  public OffsetDateTime at() {
    return Math.abs(offset) <= MOST_MINUTES
        ? local.atOffset(ZoneOffset.ofTotalSeconds(offset * 60))
        : local.minusMinutes(offset).atOffset(ZoneOffset.UTC);
  }

  /**
   * The day that the sender's calendar showed, counted from 1970 (9051 §6.4.4: the zone is
   * disregarded).
   */
  public long day() {
    return local.toLocalDate().toEpochDay();
  }

  /** The moment, in milliseconds from 1970. */
  public long millis() {
    return local.toInstant(ZoneOffset.UTC).toEpochMilli() - offset * 60_000L;
  }
}
