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
 * @param at with the zone of the sender; UTC where none is known
 */
public record SentDate(OffsetDateTime at) {

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
      return Optional.of(new SentDate(LocalDateTime.of(day, time).atOffset(zone(date.group(7)))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher date, int group) {
    return date.group(group) == null ? 0 : Integer.parseInt(date.group(group));
  }

  private static int year(String digits) { // 5322 §4.3
    int year = Integer.parseInt(digits);
    return digits.length() == 2
        ? year + (year < 50 ? 2000 : 1900)
        : year < 1000 ? year + 1900 : year;
  }

  private static ZoneOffset zone(String named) { // 5322 §4.3
    if (named == null) {
      return ZoneOffset.UTC;
    }
    return switch (named) {
      case "EDT" -> ZoneOffset.ofHours(-4);
      case "EST", "CDT" -> ZoneOffset.ofHours(-5);
      case "CST", "MDT" -> ZoneOffset.ofHours(-6);
      case "MST", "PDT" -> ZoneOffset.ofHours(-7);
      case "PST" -> ZoneOffset.ofHours(-8);
      default -> named.length() == 5 ? offset(named) : ZoneOffset.UTC;
    };
  }

  private static ZoneOffset offset(String digits) {
    int minutes =
        Integer.parseInt(digits.substring(1, 3)) * 60 + Integer.parseInt(digits.substring(3));
    if (minutes > 18 * 60) {
      return ZoneOffset.UTC;
    }
    return ZoneOffset.ofTotalSeconds((digits.charAt(0) == '-' ? -60 : 60) * minutes);
  }

  /**
   * The day that the sender's calendar showed, counted from 1970 (9051 §6.4.4: the zone is
   * disregarded).
   */
  public long day() {
    return at.toLocalDate().toEpochDay();
  }

  /** The moment, in milliseconds from 1970. */
  public long millis() {
    return at.toInstant().toEpochMilli();
  }
}
