package org.godwit.cluster.drill;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Comes to a verdict in any case: waits until all endpoints answer and all that was accepted has
 * arrived, both for so long, and then judges what it sees. For one thread.
 */
final class Judge {

  /** Asks all endpoints. */
  @FunctionalInterface
  interface Look {
    Views now() throws InterruptedException;
  }

  /**
   * What was found.
   *
   * @param verdict from the endpoints that answered
   * @param views the last ones
   */
  record Finding(Checker.Verdict verdict, Views views) {

    /** An endpoint that could not be asked may have lost anything. */
    boolean isGood() {
      return views.areAll() && verdict.isGood();
    }
  }

  private final History history;
  private final Look look;
  private final Duration pause;
  private final Consumer<String> told;
  private String lastTold = "";

  Judge(History history, Look look, Duration pause, Consumer<String> told) {
    this.history = history;
    this.look = look;
    this.pause = pause;
    this.told = told;
  }

  /**
   * Waits and judges.
   *
   * @param whole how long endpoints may take to answer
   * @param settle how long, once all answer, what was accepted may take to arrive
   */
  Finding judge(Duration whole, Duration settle) throws InterruptedException {
    Views views = look.now();
    for (long began = System.nanoTime(); !views.areAll() && isWithin(whole, began); ) {
      tell(
          "waiting for %d s at most until all answer; away: %s"
              .formatted(whole.toSeconds(), views.awayInWords()));
      Thread.sleep(pause);
      views = look.now();
    }
    Finding finding = finding(views);
    if (!views.areAll()) {
      return finding;
    }
    for (long began = System.nanoTime(); !finding.isGood() && isWithin(settle, began); ) {
      tell(
          finding.views().areAll()
              ? "waiting for %d s at most for what is on its way".formatted(settle.toSeconds())
              : "away again: " + finding.views().awayInWords());
      Thread.sleep(pause);
      finding = finding(look.now());
    }
    return finding;
  }

  private static boolean isWithin(Duration time, long began) {
    return System.nanoTime() - began < time.toNanos();
  }

  private Finding finding(Views views) {
    return new Finding(Checker.check(history.all(), views.shown()), views);
  }

  /** Says each thing once. */
  private void tell(String line) {
    if (!line.equals(lastTold)) {
      told.accept(line);
      lastTold = line;
    }
  }
}
