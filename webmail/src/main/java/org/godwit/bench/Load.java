package org.godwit.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The work of one phase, done by several clients at once, with what it cost the server. */
final class Load {

  /** What one client does; it calls {@code clock} round each operation. */
  @FunctionalInterface
  interface Client {
    void run(int number, Clock clock) throws IOException;
  }

  /** Times operations. One for each client. */
  static final class Clock {
    private final List<Long> nanos = new ArrayList<>();

    /** An operation that may fail as connections do. */
    @FunctionalInterface
    interface Operation {
      void run() throws IOException;
    }

    void time(Operation operation) throws IOException {
      long start = System.nanoTime();
      operation.run();
      nanos.add(System.nanoTime() - start);
    }
  }

  /**
   * What came of a phase.
   *
   * @param nanos how long each operation took, sorted
   */
  record Result(List<Long> nanos, double seconds, ProcessCost cost) {

    double cpuMillis() {
      return cost.cpuSeconds() * 1000 / Math.max(1, nanos.size());
    }

    double millis(double part) {
      if (nanos.isEmpty()) {
        return 0;
      }
      int index = (int) Math.min(nanos.size() - 1, Math.floor(nanos.size() * part));
      return nanos.get(index) / 1e6;
    }
  }

  private Load() {}

  /**
   * Runs {@code clients} at once and waits for all.
   *
   * @throws IOException when one of them failed
   */
  static Result run(Candidate server, int clients, Client client) throws IOException {
    List<Clock> clocks = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    ProcessCost before = ProcessCost.of(server.processes());
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      for (int i = 0; i < clients; i++) {
        int number = i + 1;
        Clock clock = new Clock();
        clocks.add(clock);
        running.add(
            threads.submit(
                () -> {
                  client.run(number, clock);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(server.name() + ": " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    ProcessCost cost = ProcessCost.of(server.processes()).since(before);
    List<Long> nanos = new ArrayList<>();
    clocks.forEach(clock -> nanos.addAll(clock.nanos));
    nanos.sort(null);
    return new Result(List.copyOf(nanos), seconds, cost);
  }
}
