package org.godwit.mailflow.outbound.sts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a domain says of mail to it (8461 §3.2).
 *
 * @param mx patterns of its servers, in lower case
 * @param age for how long it is believed
 */
public record StsPolicy(Mode mode, List<String> mx, Duration age) {
  private static final Duration MOST = Duration.ofHours(8_766); // 31,557,600 s (8461 §3.2)

  /** How much it is meant. */
  public enum Mode {
    /** Nothing is sent to a server that does not prove who it is. */
    ENFORCE,
    /** All is sent; what would not have been is reported. */
    TESTING,
    /** There is none. */
    NONE
  }

  public StsPolicy {
    mx = List.copyOf(mx);
  }

  /**
   * Reads one.
   *
   * @return empty when it is none; then it is as if nothing was fetched
   */
  public static Optional<StsPolicy> parse(String text) {
    Map<String, String> first = new HashMap<>();
    List<String> mx = new ArrayList<>();
    for (String line : text.split("\r?\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        return Optional.empty();
      }
      String value = line.substring(colon + 1).strip();
      if (line.startsWith("mx:")) {
        mx.add(value.toLowerCase(Locale.ROOT));
      } else {
        first.putIfAbsent(line.substring(0, colon), value); // 8461 §3.2: "all entries ... except
        // for the first ... MUST be ignored"; unknown fields are, too
      }
    }
    return first.getOrDefault("version", "").equals("STSv1") ? of(first, mx) : Optional.empty();
  }

  private static Optional<StsPolicy> of(Map<String, String> fields, List<String> mx) {
    Optional<Mode> mode =
        switch (fields.getOrDefault("mode", "")) {
          case "enforce" -> Optional.of(Mode.ENFORCE);
          case "testing" -> Optional.of(Mode.TESTING);
          case "none" -> Optional.of(Mode.NONE);
          default -> Optional.empty();
        };
    String age = fields.getOrDefault("max_age", "");
    if (mode.isEmpty() || !age.matches("\\d{1,10}") || (mx.isEmpty() && mode.get() != Mode.NONE)) {
      return Optional.empty();
    }
    Duration told = Duration.ofSeconds(Long.parseLong(age));
    return Optional.of(new StsPolicy(mode.get(), mx, told.compareTo(MOST) > 0 ? MOST : told));
  }

  /** As it would be published, a line each. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("version: STSv1");
    lines.add("mode: " + mode.name().toLowerCase(Locale.ROOT));
    mx.forEach(pattern -> lines.add("mx: " + pattern));
    lines.add("max_age: " + age.toSeconds());
    return lines;
  }

  /** Whether a server is one of the domain's. */
  public boolean names(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    return mx.contains(name) // 8461 §4.1: a star stands for one label, the first
        || (dot > 0 && mx.contains("*" + name.substring(dot)));
  }
}
