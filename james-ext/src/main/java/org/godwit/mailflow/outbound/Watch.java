package org.godwit.mailflow.outbound;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a socket when a step on it takes too long. A socket's own read timeout starts again with
 * every byte and does not cover writing; a step here has one end, however the other side drips.
 */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** One step of a conversation. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }

  private final Set<Socket> busy = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("outbound-watch").factory());

  Watch() {
    clock.setRemoveOnCancelPolicy(true); // steps end long before their time, in great numbers
  }

  /**
   * @param doing what the step waits for, for the error's text
   * @param socket the plain socket, also under TLS: closing that one never blocks
   * @throws SocketTimeoutException when the step was cut
   */
  <T> T within(Duration patience, String doing, Socket socket, Step<T> step) throws IOException {
    AtomicBoolean over = new AtomicBoolean();
    busy.add(socket);
    if (cut) {
      close(socket);
    }
    ScheduledFuture<?> end =
        clock.schedule(
            () -> {
              over.set(true);
              close(socket);
            },
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return step.run();
    } catch (IOException e) {
      if (over.get()) {
        throw timeout(doing, e);
      }
      throw e;
    } finally {
      end.cancel(false);
      busy.remove(socket);
    }
  }

  private static SocketTimeoutException timeout(String doing, IOException cause) {
    SocketTimeoutException timeout = new SocketTimeoutException("timed out " + doing);
    timeout.initCause(cause);
    return timeout;
  }

  /** Ends every step that runs, and all that would begin later. */
  void cutAll() {
    cut = true;
    busy.forEach(Watch::close);
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("a socket did not close cleanly");
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
