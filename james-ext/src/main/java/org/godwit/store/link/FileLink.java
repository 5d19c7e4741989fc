package org.godwit.store.link;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A file behind a link, as its owner sees it.
 *
 * @param revoked when the owner ended it; empty when that was not done
 * @param downloads how often somebody began to fetch it
 */
public record FileLink(
    UUID id,
    String name,
    long size,
    Instant made,
    Instant expires,
    Optional<Instant> revoked,
    long downloads) {

  /** Whether it leads anywhere at a time. */
  public boolean isLive(Instant now) {
    return revoked.isEmpty() && now.isBefore(expires);
  }
}
