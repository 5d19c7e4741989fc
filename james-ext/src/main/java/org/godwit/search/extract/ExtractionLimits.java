package org.godwit.search.extract;

import java.time.Duration;

/**
 * What a file may cost.
 *
 * @param bytes of a file; larger ones are not tried
 * @param characters of its text; the rest is left
 * @param time to read one
 * @param memoryMb of the process that reads
 * @param idle how long that process waits for another file before it goes
 */
public record ExtractionLimits(
    int bytes, int characters, Duration time, int memoryMb, Duration idle) {

  /** Enough for a book, and for a machine of 1 GB. */
  public static ExtractionLimits usual() {
    return new ExtractionLimits(
        32 * 1024 * 1024, 1_000_000, Duration.ofSeconds(30), 192, Duration.ofSeconds(30));
  }
}
