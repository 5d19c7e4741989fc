package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code godwit serve} as a process: what it prints, how it ends. */
class ServeTest {
  private static final Pattern PASSWORD = Pattern.compile("(?m)^ +password +(\\S+)$");

  @TempDir private Path folder;

  @Test
  void theFirstStartShowsThePasswordOnceAndTheNextOnesNever() throws Exception {
    Path data = folder.resolve("data");
    String password;
    try (GodwitProcess first = GodwitProcess.start(data).ready()) {
      Matcher shown = PASSWORD.matcher(first.output());
      assertThat(shown.find()).as(first.output()).isTrue();
      password = shown.group(1);
      assertThat(first.output())
          .containsOnlyOnce(password)
          .contains("account   admin@example.test")
          .contains("webmail   https://localhost:" + first.port("https") + "/");
      assertThat(first.handle().destroy()).as("SIGTERM").isTrue();
      assertThat(first.ended()).as(first.output()).isZero();
      assertThat(first.output()).contains("stopped");
    }
    Files.writeString(data.resolve("setup.toml"), "[server]\nhostname = \"chosen.example\"\n");
    try (GodwitProcess second = GodwitProcess.start(data).ready()) {
      assertThat(second.output())
          .doesNotContain("password")
          .doesNotContain(password)
          .as("nobody has set it up, so there is another link")
          .containsPattern("(?m)^ +setup +https://localhost:\\d+/admin/setup#\\S{43}$");
      assertThat(second.run("status", "--json").out()).contains("chosen.example");
    }
  }

  @Test
  void badSettingsEndWithCode2BeforeAnythingIsMade() throws Exception {
    Path data = folder.resolve("data");
    try (GodwitProcess server = GodwitProcess.start(data, "--log.level", "loud")) {
      assertThat(server.ended()).isEqualTo(2);
      assertThat(server.output())
          .startsWith("godwit: log.level (command line): \"loud\" cannot be used; allowed: ")
          .hasLineCount(1);
      assertThat(data).doesNotExist();
    }
  }

  @Test
  void startsWhereTheNameOfTheMachineIsInNoList() throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
    List<String> java = List.of("-Djdk.net.hosts.file=" + hosts);
    try (GodwitProcess server = GodwitProcess.start(java, folder.resolve("data")).ready()) {
      assertThat(server.run("status").exitCode()).isZero();
    }
  }

  @Test
  void aStopDuringTheFirstStartIsObeyedAndLeavesNoPostgresqlBehind() throws Exception {
    Path data = folder.resolve("data");
    try (GodwitProcess server = GodwitProcess.start(data)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> server.output().contains("making a new PostgreSQL"));

      server.handle().destroy();

      assertThat(server.ended()).as(server.output()).isZero();
      assertThat(server.output()).contains("stopped").doesNotContain("ready in");
      assertThat(programsIn(data)).isEmpty();
    }
    try (GodwitProcess again = GodwitProcess.start(data).ready()) {
      assertThat(again.run("status").exitCode()).isZero();
    }
  }

  private static List<String> programsIn(Path data) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(data.resolve("postgres").toString()))
        .toList();
  }

  @Test
  void aSecondSignalEndsItAtOnceAndItsPostgresqlToo() throws Exception {
    try (GodwitProcess server = GodwitProcess.start(folder.resolve("data")).ready()) {
      ProcessHandle postgres = server.postgres();
      server.handle().destroy();
      server.handle().destroy();
      assertThat(server.handle().onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
      postgres.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aStopThatHangsIsCutOffAndLeavesNoPostgresqlBehind() throws Exception {
    Path data = folder.resolve("data");
    try (GodwitProcess server = GodwitProcess.start(data).ready()) {
      ProcessHandle postgres = server.postgres();
      String pid = Long.toString(postgres.pid());
      assertThat(new ProcessBuilder("kill", "-STOP", pid).start().waitFor()).isZero();

      server.handle().destroy();

      assertThat(server.ended()).isEqualTo(1);
      assertThat(server.output()).contains("did not stop in 12 seconds");
      postgres.onExit().get(20, TimeUnit.SECONDS); // an orphan is there until somebody has looked
    }
    try (GodwitProcess again = GodwitProcess.start(data).ready()) {
      assertThat(again.run("status").exitCode()).isZero();
    }
  }
}
