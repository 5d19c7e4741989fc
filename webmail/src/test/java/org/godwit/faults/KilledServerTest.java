package org.godwit.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.godwit.command.GodwitProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * kill -9 of the whole server at a random moment under load, of its PostgreSQL, or of both. All
 * that was acknowledged is there afterwards, once, byte for byte, and where it was moved to; what
 * was refused is not; no UID is given twice; HIGHESTMODSEQ never goes back.
 *
 * <p>{@code -Dgodwit.kill.rounds=100} for longer, {@code -Dgodwit.kill.seed=…} for the same again.
 */
class KilledServerTest {

  private static final Logger LOG = LoggerFactory.getLogger(KilledServerTest.class);
  private static final int ROUNDS = Integer.getInteger("godwit.kill.rounds", 2);
  private static final long SEED = Long.getLong("godwit.kill.seed", System.nanoTime());

  /** Between two kills, at most. */
  private static final int PROMISES = 100;

  @TempDir private Path folder;
  private final Household household = new Household(3);
  private volatile GodwitProcess server;

  @Test
  void whatWasAcknowledgedIsThereOnceAndWhatWasRefusedIsNot() throws Exception {
    LOG.warn("godwit.kill.seed={}", SEED);
    Random random = new Random(SEED);
    server = start();
    try {
      household.moveIn(server);
      for (int round = 1; round <= ROUNDS; round++) {
        Load load = Load.start(household, () -> server, random.nextLong());
        long enough = household.acknowledged() + random.nextInt(PROMISES);
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> load.failed() || household.acknowledged() > enough);
        Thread.sleep(random.nextInt(300));
        kill(random.nextInt(3));
        load.close();
        server = start();
        household.settle(server);
        LOG.warn("round {}: {}", round, household);
      }
    } finally {
      server.close();
    }
  }

  private GodwitProcess start() throws IOException {
    return GodwitProcess.start(List.of("-Xmx256m"), folder.resolve("data")).ready();
  }

  private void kill(int what) throws Exception {
    ProcessHandle postgres = server.postgres();
    if (what == 0) {
      server.kill(); // PostgreSQL lives on, and is found again
    } else if (what == 1) {
      postgres.destroyForcibly();
      server.kill();
    } else {
      server.kill();
      postgres.destroyForcibly();
    }
  }
}
