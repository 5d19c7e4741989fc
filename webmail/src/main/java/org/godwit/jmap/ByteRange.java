package org.godwit.jmap;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes a request wants (9110 §14.2).
 *
 * @param from the first of them
 * @param to behind the last; not behind {@code from} when there are none to give
 * @param isPart whether a part was asked for, in a way that we know
 */
public record ByteRange(long from, long to, boolean isPart) {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,15})-(\\d{0,15})");

  /**
   * Of something of a length.
   *
   * @param header the field Range; null when there is none
   */
  public static ByteRange of(String header, long length) {
    Matcher range = header == null ? null : RANGE.matcher(header);
    if (range == null || !range.matches()) { // 9110 §14.2: a range that is not known is ignored
      return whole(length);
    }
    String first = range.group(1);
    String last = range.group(2);
    return first.isEmpty()
        ? new ByteRange(Math.max(0, length - number(last, length)), length, true)
        : new ByteRange(
            number(first, length), Math.min(length, number(last, length - 1) + 1), true);
  }

  /** All of it. */
  public static ByteRange whole(long length) {
    return new ByteRange(0, length, false);
  }

  private static long number(String digits, long otherwise) {
    return digits.isEmpty() ? otherwise : Long.parseLong(digits);
  }

  /** Whether there is nothing to give: 416. */
  public boolean isBeyond() {
    return isPart && from >= to;
  }

  public long length() {
    return to - from;
  }
}
