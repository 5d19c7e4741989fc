package org.godwit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.godwit.command.GodwitProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL dies, stands still and hangs up under load, while Godwit lives on: clients hear a
 * temporary no, all that was acknowledged is there, once, and all goes on by itself.
 */
class DatabaseFaultsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private final Household household = new Household(2);
  private GodwitProcess server;

  @BeforeEach
  void start() throws IOException {
    server = GodwitProcess.start(List.of("-Xmx256m"), folder.resolve("data")).ready();
    household.moveIn(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void nothingIsLostWhenItIsKilledPausedOrCutOffUnderLoad() throws Exception {
    try (Load load = Load.start(household, () -> server, 7)) {
      goesOn(load);
      cutConnections();
      goesOn(load);

      int before = load.refusals();
      signal("-STOP");
      Thread.sleep(Duration.ofSeconds(12));
      assertThat(server.handle().isAlive()).isTrue();
      signal("-CONT");
      goesOn(load);
      assertThat(load.refusals())
          .as("refusals while it stood still")
          .isGreaterThanOrEqualTo(before);

      server.postgres().destroyForcibly();
      goesOn(load);
    }
    household.settle(server);
  }

  /** Waits until promises are made again. */
  private void goesOn(Load load) {
    long before = household.acknowledged();
    await().atMost(PATIENCE).until(() -> load.failed() || household.acknowledged() > before + 20);
  }

  /** SIGTERM to a process of PostgreSQL ends its connection. */
  private void cutConnections() throws IOException {
    List<ProcessHandle> connections =
        server.postgres().children().filter(DatabaseFaultsTest::isConnection).toList();
    assertThat(connections).isNotEmpty();
    connections.forEach(ProcessHandle::destroy);
  }

  private static boolean isConnection(ProcessHandle child) {
    try {
      String title = Files.readString(Path.of("/proc", Long.toString(child.pid()), "cmdline"));
      return title.contains("127.0.0.1("); // postgres: godwit godwit 127.0.0.1(4711) idle
    } catch (IOException ended) {
      return false;
    }
  }

  private void signal(String signal) throws Exception {
    ProcessHandle postgres = server.postgres();
    List<String> kill = new ArrayList<>(List.of("kill", signal, Long.toString(postgres.pid())));
    postgres.children().forEach(child -> kill.add(Long.toString(child.pid())));
    new ProcessBuilder(kill).inheritIO().start().waitFor(); // a child may have ended by itself
  }
}
