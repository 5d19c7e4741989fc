package org.godwit.mailview.clean;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a mail contained.
 *
 * @param removed how often what was taken out
 * @param remoteImages pictures that lie on other servers, whether they are shown or not
 * @param trackers pictures that nobody sees, which are never fetched
 * @param knowsDark whether the mail says itself how it looks in the dark
 * @param truncated whether it was longer or deeper than what is shown
 */
public record Report(
    Map<Removed, Integer> removed,
    int remoteImages,
    int trackers,
    boolean knowsDark,
    boolean truncated) {

  public Report {
    removed = Map.copyOf(removed);
  }

  /** Counts while a mail is read. For one thread. */
  static final class Tally {
    private final Map<Removed, Integer> removed = new EnumMap<>(Removed.class);
    private int remoteImages;
    private int trackers;
    private boolean knowsDark;
    private boolean truncated;

    void removed(Removed what) {
      removed.merge(what, 1, Integer::sum);
    }

    void remoteImage() {
      remoteImages++;
    }

    void tracker() {
      trackers++;
    }

    void knowsDark() {
      knowsDark = true;
    }

    void truncated() {
      truncated = true;
    }

    Report report() {
      return new Report(removed, remoteImages, trackers, knowsDark, truncated);
    }
  }
}
