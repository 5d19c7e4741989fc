package org.godwit.store.link;

/** Why a link is not made: nothing was changed. */
public final class LinkRefused extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is in the way. */
  public enum Why {
    /** A part was not uploaded, or is not kept any more. */
    PART_MISSING,
    /** A part is longer than {@link FileLinks#LONGEST_PART}. */
    PART_TOO_LONG,
    FILE_TOO_LARGE,
    TOO_MANY_LINKS,
    OVER_QUOTA
  }

  private final Why why;

  LinkRefused(Why why) {
    super(why.name(), null, false, false); // an answer, not an accident: no stack trace
    this.why = why;
  }

  public Why why() {
    return why;
  }
}
