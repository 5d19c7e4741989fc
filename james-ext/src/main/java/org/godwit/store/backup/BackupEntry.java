package org.godwit.store.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A backup, and what became of it.
 *
 * @param host on whose disk it is
 * @param file empty when there is none
 * @param source {@code primary} or {@code replica}; empty when there is no file
 * @param mark SHA-256 of its manifest
 * @param bytes of the file
 * @param words why it is not proved; else empty
 * @param begun by our clock
 */
public record BackupEntry(
    String host,
    Optional<Path> file,
    String source,
    String mark,
    long rows,
    long bytes,
    Outcome outcome,
    String words,
    Instant begun) {

  /** One that was not made. */
  static BackupEntry failed(String host, String words, Instant begun) {
    return new BackupEntry(host, Optional.empty(), "", "", 0, 0, Outcome.FAILED, words, begun);
  }

  /** One that was made. */
  static BackupEntry made(
      String host, BackupMaker.Made made, Outcome outcome, String words, Instant begun) {
    Manifest manifest = made.manifest();
    return new BackupEntry(
        host,
        Optional.of(made.file()),
        manifest.source(),
        manifest.mark(),
        manifest.rows(),
        made.bytes(),
        outcome,
        words,
        begun);
  }
}
