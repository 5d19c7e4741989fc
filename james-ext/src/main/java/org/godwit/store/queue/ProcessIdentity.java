package org.godwit.store.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which process we are, so that the next one on this machine can tell at once that we are gone.
 *
 * @param host a place where process numbers are unique: a boot of a kernel, and a namespace in it
 * @param startedAt to whole seconds
 */
record ProcessIdentity(String host, long pid, Instant startedAt) {

  static ProcessIdentity current() {
    ProcessHandle self = ProcessHandle.current();
    return new ProcessIdentity(here(), self.pid(), startedAt(self));
  }

  private static String here() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException e) {
      return ""; // then nobody is declared dead by number, only by silence
    }
  }

  private static Instant startedAt(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whether another process of this host has certainly ended. */
  boolean hasEnded(ProcessIdentity other) {
    if (host.isEmpty() || !host.equals(other.host)) {
      return false;
    }
    return ProcessHandle.of(other.pid)
        .map(process -> !startedAt(process).equals(other.startedAt))
        .orElse(true);
  }
}
