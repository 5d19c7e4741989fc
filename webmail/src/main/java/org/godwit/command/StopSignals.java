package org.godwit.command;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGTERM, Ctrl-C and a closed terminal ask the server to stop; the JVM's own way would end with
 * another exit code than 0 and could not be hurried. Asked twice, or not done in time, the process
 * exits, which ends the PostgreSQL that is ours; and if even that hangs, or a third signal comes,
 * it is halted. All that within the 20 seconds that docker/compose.yaml gives it.
 */
final class StopSignals {
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");
  private static final int SECONDS = 12;
  private static final int EXIT_SECONDS = 8;

  private final CountDownLatch asked = new CountDownLatch(1);
  private Thread starting; // guarded by this; null when nobody starts
  private final AtomicInteger signals = new AtomicInteger();

  /** From now on these signals are ours. */
  static StopSignals listen() {
    StopSignals signals = new StopSignals();
    NAMES.forEach(signals::take);
    return signals;
  }

  /** By reflection, because Java has no other way to signals than its unsupported one. */
  private void take(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  stop();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java does not let us handle signals", e);
    }
  }

  private void stop() {
    switch (signals.incrementAndGet()) {
      case 1 -> {
        asked.countDown();
        interruptStart();
        Thread.ofPlatform().daemon().name("stop-watch").start(StopSignals::hurry);
      }
      case 2 -> exit();
      default -> Runtime.getRuntime().halt(1);
    }
  }

  /** A start. */
  @FunctionalInterface
  interface Start<T> {
    T run() throws Failure;
  }

  /** Runs a start, which is interrupted when we are asked to stop meanwhile. */
  <T> T interrupting(Start<T> start) throws Failure {
    synchronized (this) {
      starting = Thread.currentThread();
      if (asked()) {
        starting.interrupt();
      }
    }
    try {
      return start.run();
    } finally {
      synchronized (this) {
        starting = null;
        Thread.interrupted(); // it was meant for the start alone
      }
    }
  }

  private synchronized void interruptStart() {
    if (starting != null) {
      starting.interrupt();
    }
  }

  private static void hurry() {
    pause(SECONDS);
    System.err.println("godwit: did not stop in " + SECONDS + " seconds, ends at once");
    exit();
  }

  private static void exit() {
    Thread.ofPlatform().daemon().name("exit-watch").start(StopSignals::halt);
    Runtime.getRuntime().exit(1);
  }

  private static void halt() {
    pause(EXIT_SECONDS);
    Runtime.getRuntime().halt(1);
  }

  private static void pause(int seconds) {
    try {
      TimeUnit.SECONDS.sleep(seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  /** Returns when we were asked to stop. */
  void await() throws InterruptedException {
    asked.await();
  }

  boolean asked() {
    return asked.getCount() == 0;
  }
}
