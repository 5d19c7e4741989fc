package org.godwit.store.objects;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where object storage is, and what goes there.
 *
 * @param writes whether new bytes go there; if not, those that are there are still read
 * @param endpoint empty is Amazon's own of the region
 * @param region as the storage calls it; others than Amazon's mostly take any
 * @param bucket must exist
 * @param prefix of all names of ours, without a slash at its end; may be empty
 * @param key who we are there
 * @param secret its password; never shown
 * @param pathStyle whether the bucket stands in the path, not in front of the host's name
 * @param from bytes, compressed, from which on they go there
 * @param kept how long an object is kept that no message refers to
 */
public record ObjectSettings(
    boolean writes,
    Optional<URI> endpoint,
    String region,
    String bucket,
    String prefix,
    String key,
    String secret,
    boolean pathStyle,
    long from,
    Duration kept) {

  /** An upload, and the transaction that claims it, are over long before. */
  public static final Duration KEPT_AT_LEAST = Duration.ofDays(1);

  public ObjectSettings {
    if (kept.compareTo(KEPT_AT_LEAST) < 0) {
      throw new IllegalArgumentException("blobs.kept: less than a day; allowed: 1d or longer");
    }
  }

  @Override
  public String toString() {
    return "s3 " + bucket + endpoint.map(there -> " at " + there).orElse(" of " + region);
  }
}
