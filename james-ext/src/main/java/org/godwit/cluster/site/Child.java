package org.godwit.cluster.site;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that runs for as long as we do, and is started again when it ends.
 *
 * <p>The thread that starts it stays until it has ended, because the system ends the program with
 * that thread: so none is left behind when we are killed.
 */
final class Child implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Child.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration STEADY = Duration.ofMinutes(1);

  /** What is run. Asked again before each start; it may wait for what has to come first. */
  @FunctionalInterface
  interface Command {
    List<String> words() throws IOException, InterruptedException;
  }

  private final String name;
  private final Command command;
  private final Map<String, String> environment;
  private final Consumer<String> log;
  private final Duration patience;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;
  private volatile Process process;

  private Child(
      String name,
      Command command,
      Map<String, String> environment,
      Consumer<String> log,
      Duration patience) {
    this.name = name;
    this.command = command;
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.patience = patience;
    this.keeper = Thread.ofPlatform().daemon().name("keep-" + name).unstarted(this::keep);
  }

  /**
   * Starts it and keeps it running.
   *
   * @param log takes each line that it prints
   * @param patience how long it may take to stop before it is killed
   */
  static Child start(
      String name,
      Command command,
      Map<String, String> environment,
      Consumer<String> log,
      Duration patience) {
    Child child = new Child(name, command, environment, log, patience);
    child.keeper.start();
    return child;
  }

  private void keep() {
    Duration pause = FIRST_PAUSE;
    try {
      while (closing.getCount() > 0) {
        long began = System.nanoTime();
        String end = runOnce();
        if (closing.getCount() == 0) {
          return;
        }
        if (System.nanoTime() - began > STEADY.toNanos()) {
          pause = FIRST_PAUSE;
        }
        LOG.error("{} {}; starting it again in {} s", name, end, pause.toSeconds());
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing, before it was started
    }
  }

  /** How it ended, in words. */
  private String runOnce() throws InterruptedException {
    try {
      ProcessBuilder builder = new ProcessBuilder(command.words()).directory(Path.of("/").toFile());
      builder.environment().keySet().removeIf(Child::ours);
      builder.environment().putAll(environment);
      Process started = builder.redirectErrorStream(true).start();
      process = started;
      Thread.ofPlatform().daemon().name("log-" + name).start(() -> read(started));
      started.getOutputStream().close();
      if (closing.getCount() == 0) {
        started.destroy();
      }
      int exit = started.waitFor();
      return exit > 128 ? "was ended by signal " + (exit - 128) : "ended with status " + exit;
    } catch (IOException e) {
      return "cannot be started: " + e.getMessage();
    }
  }

  /** Our settings may hold secrets, which are nobody else's. */
  private static boolean ours(String variable) {
    return variable.startsWith("GODWIT_")
        || variable.startsWith("ETCD_")
        || variable.startsWith("PATRONI_")
        || variable.startsWith("PG");
  }

  private void read(Process of) {
    try (BufferedReader lines = of.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.accept(line);
      }
    } catch (IOException e) {
      LOG.debug("{} says no more", name, e);
    }
  }

  /** Ends it, and returns when it has ended. */
  @Override
  public void close() {
    closing.countDown();
    Process running = process;
    try {
      if (running != null && running.isAlive()) {
        running.destroy();
        if (!running.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
          LOG.warn("{} does not stop, it is killed", name);
          running.destroyForcibly();
        }
      } else {
        keeper.interrupt();
      }
      keeper.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
