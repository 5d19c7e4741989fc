package org.godwit.store.queue;

import java.util.function.Consumer;
import org.apache.james.queue.api.ManageableMailQueue;

/** What our queues can do beyond James's interface. Safe for many threads. */
public interface LeasedQueue extends ManageableMailQueue {

  /** Ends a consumption. */
  interface Consumption extends AutoCloseable {

    /** Takes no more mail, and waits some seconds for what is being worked on. */
    @Override
    void close();

    /** How many mails are being worked on. */
    int active();
  }

  /**
   * Hands every mail to a worker, each on a virtual thread of its own, until closed. A mail that is
   * enqueued here while there is room goes to its worker without a detour through the table's
   * index. While the database is away it waits.
   *
   * @param concurrency mails at a time, 1 or more
   * @param worker ends the lease, and throws nothing; if it does, the mail is tried again
   */
  Consumption consume(int concurrency, Consumer<Lease> worker);
}
