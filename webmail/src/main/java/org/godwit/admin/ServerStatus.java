package org.godwit.admin;

import java.time.Instant;
import java.util.List;

/**
 * How the server is, now.
 *
 * @param version which Godwit
 * @param hostname its name
 * @param started when
 * @param listening names and addresses of the open doors
 * @param problems what does not work, a line each
 * @param freeBytes on the disk of the data directory; negative when it cannot be asked
 * @param drained sites of the cluster that take no new work
 */
public record ServerStatus(
    String version,
    String hostname,
    Instant started,
    List<String> listening,
    List<String> problems,
    long freeBytes,
    List<String> drained) {}
