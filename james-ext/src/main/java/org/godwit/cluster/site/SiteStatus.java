package org.godwit.cluster.site;

import java.util.Optional;

/**
 * How a site is, as seen from ours.
 *
 * @param peer which site
 * @param role what its PostgreSQL is to the others
 * @param state what its PostgreSQL does, in Patroni's word; {@code away} when it is not heard of
 * @param drained whether it takes no new work, because an administrator wants that
 * @param vote what its etcd does
 * @param lagBytes what the primary wrote and this one does not show yet; empty when nobody can say
 * @param lagSeconds how long the last of what it shows took to get there
 */
public record SiteStatus(
    Peer peer,
    Role role,
    String state,
    boolean drained,
    Vote vote,
    Optional<Long> lagBytes,
    Optional<Double> lagSeconds) {

  /** What a PostgreSQL is to the others. */
  public enum Role {
    /** Takes what is written. */
    PRIMARY,
    /** Has all that was acknowledged. */
    SYNCHRONOUS,
    /** Comes after. */
    COPY,
    /** Has none. */
    WITNESS
  }

  /** What an etcd does. */
  public enum Vote {
    LEADS,
    VOTES,
    /** It does not answer. */
    AWAY
  }
}
