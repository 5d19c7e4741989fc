package org.godwit.mailflow.sieve;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.JulianFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates in header fields, and their parts (RFC 5260 §4). */
final class Dates {
  private static final Pattern DATE = // 5322 §3.3, and what is seen besides
      Pattern.compile(
          "(?:[A-Za-z]{3,9}\\s*,?\\s*)?(\\d{1,2})[\\s-]+([A-Za-z]{3})[a-z]*[\\s-]+(\\d{2,4})\\s+"
              + "(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?:\\s*([+-]\\d{4}|[A-Za-z]{1,5}))?.*",
          Pattern.DOTALL);
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final Map<String, Integer> ZONES = // 5322 §4.3, in hours
      Map.of(
          "EDT", -4, "EST", -5, "CDT", -5, "CST", -6, "MDT", -6, "MST", -7, "PDT", -7, "PST", -8);

  // 5260 §4.2
  private static final Map<String, Function<ZonedDateTime, String>> PARTS =
      Map.ofEntries(
          Map.entry("year", format("yyyy")),
          Map.entry("month", format("MM")),
          Map.entry("day", format("dd")),
          Map.entry("date", format("yyyy-MM-dd")),
          Map.entry("julian", d -> Long.toString(d.getLong(JulianFields.MODIFIED_JULIAN_DAY))),
          Map.entry("hour", format("HH")),
          Map.entry("minute", format("mm")),
          Map.entry("second", format("ss")),
          Map.entry("time", format("HH:mm:ss")),
          Map.entry("iso8601", d -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(whole(d))),
          Map.entry("std11", format("EEE, dd MMM yyyy HH:mm:ss Z")),
          Map.entry("zone", format("Z")),
          Map.entry("weekday", d -> Integer.toString(d.getDayOfWeek().getValue() % 7)));

  private Dates() {}

  private static Function<ZonedDateTime, String> format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)::format;
  }

  private static ZonedDateTime whole(ZonedDateTime date) {
    return date.truncatedTo(ChronoUnit.SECONDS);
  }

  static Optional<Function<ZonedDateTime, String>> part(String name) {
    return Optional.ofNullable(PARTS.get(name.toLowerCase(Locale.ROOT)));
  }

  /** An offset such as +0200. */
  static Optional<ZoneOffset> zone(String text) {
    Matcher found = Pattern.compile("([+-])(\\d{2})(\\d{2})").matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    int minutes = Integer.parseInt(found.group(2)) * 60 + Integer.parseInt(found.group(3));
    try {
      return Optional.of(
          ZoneOffset.ofTotalSeconds((found.group(1).equals("-") ? -60 : 60) * minutes));
    } catch (DateTimeException tooFar) {
      return Optional.empty();
    }
  }

  /** The date in a header field's value; that of Received stands behind its last semicolon. */
  static Optional<ZonedDateTime> in(String value) {
    Matcher found = DATE.matcher(value.substring(value.lastIndexOf(';') + 1).strip());
    if (!found.matches()) {
      return Optional.empty();
    }
    int month = MONTHS.indexOf(found.group(2).toLowerCase(Locale.ROOT)) + 1;
    int second = found.group(6) == null ? 0 : Integer.parseInt(found.group(6));
    try {
      LocalDateTime local =
          LocalDateTime.of(
              year(found.group(3)),
              month,
              Integer.parseInt(found.group(1)),
              Integer.parseInt(found.group(4)),
              Integer.parseInt(found.group(5)),
              Math.min(second, 59)); // a leap second
      return Optional.of(local.atZone(offset(found.group(7))));
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }

  private static int year(String digits) {
    int year = Integer.parseInt(digits);
    if (digits.length() == 4) {
      return year;
    }
    return year + (digits.length() == 2 && year < 50 ? 2000 : 1900); // 5322 §4.3
  }

  private static ZoneOffset offset(String zone) {
    if (zone == null) {
      return ZoneOffset.UTC;
    }
    return zone(zone)
        .orElseGet(() -> ZoneOffset.ofHours(ZONES.getOrDefault(zone.toUpperCase(Locale.ROOT), 0)));
  }
}
