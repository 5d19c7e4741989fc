package org.godwit.store.queue;

import java.util.Optional;

/**
 * Which leased mail the current thread is working on. James's processor runs all matchers and
 * mailets of a mail on the thread that calls it, so what a mailet enqueues can be told by its
 * thread.
 */
final class Parents {

  @SuppressWarnings("ThreadLocalUsage") // one per program, and two programs in a test stay apart
  private final ThreadLocal<RowLease> current = new ThreadLocal<>();

  <E extends Exception> void inside(RowLease lease, Lease.Work<E> work) throws E {
    RowLease outer = current.get();
    current.set(lease);
    try {
      work.run();
    } finally {
      if (outer == null) {
        current.remove();
      } else {
        current.set(outer);
      }
    }
  }

  Optional<RowLease> current() {
    return Optional.ofNullable(current.get());
  }
}
