package org.godwit.cluster.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of others, with {@code sh} as the program. */
class ChildTest {
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  @Test
  void isStartedAgainWhenItEnds() {
    try (Child child = child("echo here; exit 3", Duration.ofSeconds(5))) {
      await().atMost(Duration.ofSeconds(20)).until(() -> said.size() >= 2);
      assertThat(said).containsOnly("here");
      assertThat(child).isNotNull();
    }
  }

  @Test
  void isToldToStopAndAwaited(@TempDir Path folder) {
    Path proof = folder.resolve("stopped");
    String script =
        "trap 'touch " + proof + "; exit 0' TERM; echo ready; while :; do sleep 0.1; done";
    Child child = child(script, Duration.ofSeconds(10));
    try {
      await().atMost(Duration.ofSeconds(20)).until(() -> said.contains("ready"));
    } finally {
      child.close();
    }
    assertThat(Files.exists(proof)).as("it had its time").isTrue();
  }

  @Test
  void isKilledWhenItDoesNotStop() {
    long pid;
    Child child =
        child("trap '' TERM; echo $$; while :; do sleep 0.1; done", Duration.ofMillis(300));
    try {
      await().atMost(Duration.ofSeconds(20)).until(() -> !said.isEmpty());
      pid = Long.parseLong(said.peek());
    } finally {
      child.close();
    }
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void seesNoneOfOurSecrets() {
    try (Child child =
        Child.start(
            "test",
            () -> List.of("sh", "-c", "env; echo end; sleep 60"),
            Map.of("HOME", "/nowhere"),
            said::add,
            Duration.ofSeconds(5))) {
      await().atMost(Duration.ofSeconds(20)).until(() -> said.contains("end"));
      assertThat(said).contains("HOME=/nowhere").noneMatch(line -> line.startsWith("GODWIT_"));
      assertThat(child).isNotNull();
    }
  }

  private Child child(String script, Duration patience) {
    return Child.start("test", () -> List.of("sh", "-c", script), Map.of(), said::add, patience);
  }
}
