package org.godwit.mailflow.sieve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the machine of a regular expression gets: a counted repetition is a copy for each
 * count, so a few letters can ask for gigabytes. An estimate that errs upwards.
 */
final class RegexSize {
  private static final int LARGEST = 10_000;
  private static final int DEEPEST = 100; // the compiler calls itself for each bracket
  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");
  private static final Pattern CLASS = Pattern.compile("\\[\\^?]?(?:\\\\.|[^\\\\\\]]){0,1000}+]");
  private static final Pattern PROPERTY = Pattern.compile("\\\\[pPx]\\{[^}]{0,40}}");

  private final String regex;
  private final Deque<Long> outside = new ArrayDeque<>(); // sizes before each open bracket
  private long size; // since the last open bracket
  private long last; // of what a repetition would repeat
  private int at;

  private RegexSize(String regex) {
    this.regex = regex;
  }

  /**
   * The size in parts.
   *
   * @throws SieveFailure when it is too large, or brackets are in brackets without end
   */
  static int of(String regex) {
    return new RegexSize(regex).measure();
  }

  private int measure() {
    while (at < regex.length()) {
      step();
      if (size > LARGEST || outside.size() > DEEPEST) {
        throw new SieveFailure("this regular expression is too large");
      }
    }
    return (int) size;
  }

  private void step() {
    switch (regex.charAt(at)) {
      case '(' -> {
        outside.push(size);
        size = 0;
        at++;
      }
      case ')' -> {
        last = size + 2;
        size = last + (outside.isEmpty() ? 0 : outside.pop());
        at++;
      }
      case '{' -> repeat();
      case '[' -> part(CLASS, 1);
      case '\\' -> part(PROPERTY, 2);
      default -> part(1);
    }
  }

  private void repeat() {
    Matcher count = COUNT.matcher(regex).region(at, regex.length());
    if (!count.lookingAt()) {
      part(1); // a letter like others
      return;
    }
    String most =
        count.group(2) == null || count.group(2).isEmpty() ? count.group(1) : count.group(2);
    last *= Math.max(1, Long.parseLong(most));
    size += last;
    at = count.end();
  }

  /** A part that may be longer than it looks. */
  private void part(Pattern pattern, int otherwise) {
    Matcher found = pattern.matcher(regex).region(at, regex.length());
    part(found.lookingAt() ? found.end() - at : otherwise);
  }

  private void part(int length) {
    last = 1;
    size++;
    at += length;
  }
}
