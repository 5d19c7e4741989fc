package org.godwit.store.account;

/**
 * What still fits into somebody's mailboxes before the quota is used up.
 *
 * @param messages negative when there are too many already
 * @param bytes negative when they are too large already
 */
public record Room(long messages, long bytes) {

  /** Whether one more message fits. */
  public boolean fits(long size) {
    return messages >= 1 && bytes >= size;
  }
}
