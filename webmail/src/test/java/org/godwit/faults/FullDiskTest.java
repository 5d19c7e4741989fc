package org.godwit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.godwit.command.GodwitProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of everything we keep fills up under load: clients hear a temporary no, nothing that was
 * acknowledged is lost, and all goes on when there is room again. Only root may mount the small
 * disk that this needs.
 */
class FullDiskTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LEFT = 12_000_000; // less than a segment of PostgreSQL's log
  private static final int LEAST_REFUSALS = 5;

  @TempDir private Path folder;
  private final Household household = new Household(2);
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=400m,mode=755", "tmpfs", folder.toString());
    assumeThat(mounted)
        .as("NOT TESTED: what happens on a full disk; run the tests as root, who may mount a tmpfs")
        .isTrue();
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", "-l", folder.toString());
    }
  }

  @Test
  void aFullDiskIsATemporaryNoAndLosesNothing() throws Exception {
    Path data = folder.resolve("data");
    try (GodwitProcess server = GodwitProcess.start(List.of("-Xmx256m"), data).ready()) {
      household.moveIn(server);
      try (Load load = Load.start(household, () -> server, 11)) {
        goesOn(server, load);
        Path ballast = fill();
        await().atMost(PATIENCE).until(() -> load.failed() || load.refusals() >= LEAST_REFUSALS);
        assertThat(ready(server)).isEqualTo(503);
        assertThat(server.handle().isAlive()).as(server.output()).isTrue();
        Files.delete(ballast);
        goesOn(server, load);
      }
      household.settle(server);
    }
  }

  private void goesOn(GodwitProcess server, Load load) {
    long before = household.acknowledged();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                assertThat(load.failed() || household.acknowledged() > before + 20)
                    .as(server.output())
                    .isTrue());
  }

  private Path fill() throws IOException {
    Path ballast = folder.resolve("ballast");
    byte[] megabyte = new byte[1_000_000];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (Files.getFileStore(folder).getUsableSpace() > LEFT) {
        out.write(megabyte);
      }
    }
    return ballast;
  }

  private static int ready(GodwitProcess server) throws IOException {
    URI health =
        URI.create("http://localhost:" + server.address("http").getPort() + "/health/ready");
    return ((HttpURLConnection) health.toURL().openConnection()).getResponseCode();
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }
}
