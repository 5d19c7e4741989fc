package org.godwit.command;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM, Ctrl-C and a closed terminal ask the server to stop; the JVM's own way would end with
 * another exit code than 0 and could not be hurried. Asked twice, or not done in time, the process
 * ends at once.
 */
final class StopSignals {
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");
  private static final int SECONDS = 20;

  private final CountDownLatch asked = new CountDownLatch(1);

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
    if (asked.getCount() == 0) {
      Runtime.getRuntime().halt(1);
    }
    asked.countDown();
    Thread.ofPlatform().daemon().name("stop-watch").start(StopSignals::hurry);
  }

  private static void hurry() {
    try {
      TimeUnit.SECONDS.sleep(SECONDS);
      System.err.println("godwit: did not stop in " + SECONDS + " seconds, ends at once");
      Runtime.getRuntime().halt(1);
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
