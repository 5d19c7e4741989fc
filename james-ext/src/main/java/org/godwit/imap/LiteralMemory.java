package org.godwit.imap;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that large literals of all connections may take together. Who gets none of it uses a
 * file. Safe for many threads.
 */
final class LiteralMemory {

  private static final int SHARE_OF_HEAP = 16;

  private final AtomicLong left;

  /**
   * @param bytes how much there is
   */
  LiteralMemory(long bytes) {
    left = new AtomicLong(bytes);
  }

  /** A part of the heap that leaves room for everything else. */
  static LiteralMemory ofHeap() {
    return new LiteralMemory(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /** Takes some, to be given back by closing the loan; empty when there is not so much left. */
  Optional<Loan> borrow(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return Optional.of(new Loan(bytes));
    }
    left.addAndGet(bytes);
    return Optional.empty();
  }

  /** Some of the memory; closing it twice is allowed. */
  final class Loan implements AutoCloseable {
    private final long bytes;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Loan(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void close() {
      if (open.getAndSet(false)) {
        left.addAndGet(bytes);
      }
    }
  }
}
