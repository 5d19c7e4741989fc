package org.godwit.store.listing;

/** How a list is ordered, one of several. Equal ones stand by their id. */
public sealed interface Order {

  boolean ascending();

  /** By the time it was received. */
  record ByReceived(boolean ascending) implements Order {}

  /** By octets. */
  record BySize(boolean ascending) implements Order {}

  /** Those without a keyword before those with it, where ascending. */
  record ByMark(Condition marked, boolean ascending) implements Order {}
}
