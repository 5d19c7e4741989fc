package org.godwit.mailflow.sieve;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;

/** A script that has been checked. Safe for many threads, run as often as you like. */
public final class Script {

  /** A run that redirects a message more often fails. */
  public static final int MOST_REDIRECTS = 4;

  /** Longer scripts are refused. */
  private static final int LONGEST = 1_048_576;

  private final List<Step> steps;

  private Script(List<Step> steps) {
    this.steps = steps;
  }

  /** All that a script may require, as ManageSieve announces it (RFC 5804 §1.7). */
  public static List<String> extensions() {
    return Arrays.stream(Extension.values()).map(Extension::word).toList();
  }

  /**
   * Reads and checks a script.
   *
   * @throws SieveProblem with the first mistake in it
   */
  public static Script compile(String text) throws SieveProblem {
    if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new SieveProblem(1, "the script is too long");
    }
    return new Script(new Compiler().compile(new Parser(new Lexer(text).tokens()).script()));
  }

  /**
   * What this script wants done with a message; nothing is done yet. Always at least one action, or
   * the script has discarded the message.
   *
   * @param now in the zone that is the server's own
   * @throws SieveFailure when it cannot go on; the message is to be kept
   */
  List<SieveAction> run(SieveMessage message, ZonedDateTime now) {
    Run run = new Run(message, now);
    Compiler.runAll(steps, run);
    return run.decided();
  }
}
