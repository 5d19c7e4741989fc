package org.godwit.store.listing;

import java.util.List;

/**
 * The last that happened to a thing since a modseq.
 *
 * @param modseq when
 * @param isNew whether it was not there before
 * @param isGone whether it is not there any more
 * @param onlyCounts of a mailbox: whether nothing but its counts changed
 */
public record Change<T>(T id, long modseq, boolean isNew, boolean isGone, boolean onlyCounts) {

  /**
   * All changes since a modseq, in their order.
   *
   * @param modseq the account's, at that moment
   * @param complete false when what went before is forgotten: then nothing may be concluded
   */
  public record Log<T>(List<Change<T>> changes, long modseq, boolean complete) {
    public Log {
      changes = List.copyOf(changes);
    }
  }
}
