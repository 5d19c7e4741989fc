package org.godwit.store;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for work that waits for the database or for a client. A thread of the system waits for an
 * answer of PostgreSQL at less cost than a virtual one, which needs others to be woken; virtual
 * ones cost nothing while they wait long. So the first few pieces of work get the former, and what
 * comes beyond gets the latter: nothing ever queues.
 *
 * <p>Safe for many threads. Needs no closing: its threads end when they have nothing to do.
 */
public final class WaitingThreads implements Executor {
  private static final int KEPT_SECONDS = 30;

  private final ThreadPoolExecutor few;

  /**
   * @param name how the threads' names begin, such as {@code imap-}
   * @param most how many threads of the system there are at most
   */
  public WaitingThreads(String name, int most) {
    ThreadFactory system = Thread.ofPlatform().daemon().name(name, 0).factory();
    ThreadFactory virtual = Thread.ofVirtual().name(name + "v-", 0).factory();
    this.few =
        new ThreadPoolExecutor(
            0,
            most,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            system,
            (work, pool) -> virtual.newThread(work).start());
  }

  @Override
  public void execute(Runnable work) {
    few.execute(work);
  }
}
