package org.godwit.mailview.clean;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Attributes that say how something looks, and what their values may be. */
final class Attributes {
  private static final int MOST_CELLS = 1_000;
  private static final int LARGEST = 20_000;

  private static final Pattern LENGTH =
      Pattern.compile("\\s*(\\d{1,6})(?:\\.\\d{1,6})?\\s*(px|%)?\\s*");
  private static final Pattern COLOR = Pattern.compile("\\s*#?[A-Za-z0-9 (),.%]{1,40}\\s*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_ -]{1,60}");
  private static final Pattern COORDINATES = Pattern.compile("[0-9., %-]{1,500}");
  private static final Pattern FONTS = Pattern.compile("[\\p{L}\\p{N} ,'_-]{1,200}");
  private static final Pattern NAMES = Pattern.compile("[^\\p{Cntrl}]{1,2000}");
  private static final Set<String> SILENT_ROLES = Set.of("presentation", "none");

  private static final Map<String, Function<String, Optional<String>>> KNOWN =
      Map.ofEntries(
          Map.entry("abbr", Attributes::text),
          Map.entry("align", value -> like(WORD, value)),
          Map.entry("alt", Attributes::text),
          Map.entry("bgcolor", value -> like(COLOR, value)),
          Map.entry("border", Attributes::length),
          Map.entry("cellpadding", Attributes::length),
          Map.entry("cellspacing", Attributes::length),
          Map.entry("class", value -> like(NAMES, value)),
          Map.entry("clear", value -> like(WORD, value)),
          Map.entry("color", value -> like(COLOR, value)),
          Map.entry("colspan", Attributes::cells),
          Map.entry("coords", value -> like(COORDINATES, value)),
          Map.entry("datetime", Attributes::text),
          Map.entry("dir", value -> like(WORD, value)),
          Map.entry("face", value -> like(FONTS, value)),
          Map.entry("height", Attributes::length),
          Map.entry("hspace", Attributes::length),
          Map.entry("lang", value -> like(WORD, value)),
          Map.entry("noshade", value -> Optional.of("")),
          Map.entry("nowrap", value -> Optional.of("")),
          Map.entry("open", value -> Optional.of("")),
          Map.entry("reversed", value -> Optional.of("")),
          Map.entry("role", Attributes::role),
          Map.entry("rowspan", Attributes::cells),
          Map.entry("scope", value -> like(WORD, value)),
          Map.entry("shape", value -> like(WORD, value)),
          Map.entry("size", value -> like(Pattern.compile("[+-]?\\d{1,4}"), value)),
          Map.entry("span", Attributes::cells),
          Map.entry("start", value -> like(Pattern.compile("-?\\d{1,9}"), value)),
          Map.entry("title", Attributes::text),
          Map.entry("type", value -> like(WORD, value)),
          Map.entry("valign", value -> like(WORD, value)),
          Map.entry("value", value -> like(Pattern.compile("-?\\d{1,9}"), value)),
          Map.entry("vspace", Attributes::length),
          Map.entry("width", Attributes::length));

  /** Of the body alone. */
  private static final Set<String> BODY_COLORS = Set.of("alink", "link", "text", "vlink");

  private Attributes() {}

  /** The value as it may stand; empty when the attribute or the value is not allowed. */
  static Optional<String> value(String name, String value) {
    Function<String, Optional<String>> known = KNOWN.get(name);
    return known == null ? Optional.empty() : known.apply(value);
  }

  static Optional<String> ofBody(String name, String value) {
    return BODY_COLORS.contains(name) ? like(COLOR, value) : value(name, value);
  }

  private static Optional<String> like(Pattern pattern, String value) {
    return pattern.matcher(value).matches() ? Optional.of(value) : Optional.empty();
  }

  private static Optional<String> text(String value) {
    return Optional.of(value.length() > 2_000 ? value.substring(0, 2_000) : value);
  }

  private static Optional<String> length(String value) {
    var length = LENGTH.matcher(value);
    return length.matches() && Integer.parseInt(length.group(1)) <= LARGEST
        ? Optional.of(value.strip())
        : Optional.empty();
  }

  private static Optional<String> cells(String value) {
    String digits = value.strip();
    boolean number = digits.matches("\\d{1,6}");
    return number
        ? Optional.of(String.valueOf(Math.min(MOST_CELLS, Integer.parseInt(digits))))
        : Optional.empty();
  }

  /** Tables that only arrange things say so to screen readers; a mail may not pose as a dialog. */
  private static Optional<String> role(String value) {
    String role = value.strip().toLowerCase(Locale.ROOT);
    return SILENT_ROLES.contains(role) ? Optional.of(role) : Optional.empty();
  }
}
