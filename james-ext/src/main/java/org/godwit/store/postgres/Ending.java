package org.godwit.store.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ends that a server on a data directory can be brought to. */
record Ending(Path bin, Path data, ServerUser user) {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  /** Open transactions are rolled back, and what is in memory is written; waits a minute. */
  void cleanly() throws IOException {
    stop("fast");
  }

  /**
   * The best end that can be had in three seconds. What was committed is in the log of the database
   * in any case, from which the next start brings it back.
   */
  void inHaste() {
    if (!ends("fast", Duration.ofSeconds(2)) && !ends("immediate", Duration.ofSeconds(1))) {
      kill();
    }
  }

  private boolean ends(String mode, Duration patience) {
    try {
      if (Postmaster.isThere(data)) {
        stop(mode, "--timeout=" + patience.toSeconds());
      }
      return true;
    } catch (IOException e) {
      LOG.warn("PostgreSQL does not stop ({}): {}", mode, e.getMessage());
      return false;
    }
  }

  /** Its processes see that the first of them is gone, and end. */
  private void kill() {
    try {
      Optional<Postmaster> running = Postmaster.of(data);
      running
          .flatMap(server -> ProcessHandle.of(server.pid()))
          .ifPresent(ProcessHandle::destroyForcibly);
    } catch (IOException e) {
      LOG.warn("PostgreSQL cannot be ended: {}", e.getMessage());
    }
  }

  private void stop(String mode, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                bin.resolve("pg_ctl").toString(),
                "stop",
                "--wait",
                "--silent",
                "--mode=" + mode,
                "--pgdata=" + data));
    command.addAll(List.of(more));
    user.run(command);
  }
}
