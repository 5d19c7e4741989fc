package org.godwit.cluster;

import java.time.Instant;
import java.util.UUID;

/**
 * One program on the database.
 *
 * @param id new at every start
 * @param site where it is, for people; may be empty
 * @param host its name there
 * @param version which Godwit it is
 * @param startedAt by its own clock
 */
public record Node(UUID id, String site, String host, String version, Instant startedAt) {

  /** This program. */
  public static Node ours(String site, String host, String version) {
    return new Node(UUID.randomUUID(), site, host, version, Instant.now());
  }
}
