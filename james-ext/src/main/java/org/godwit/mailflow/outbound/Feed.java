package org.godwit.mailflow.outbound;

import java.util.function.Consumer;
import org.apache.james.queue.api.MailQueue;
import org.godwit.store.queue.LeasedQueue;

/** Where mail comes from. */
interface Feed {

  /**
   * Begins to take mail.
   *
   * @param taker must not block, and must see to it that {@link Taken#over} is called
   */
  void start(Consumer<Taken> taker);

  /** Takes no more, and does not wait. */
  void stop();

  /** The best feed that a queue allows. */
  static Feed of(MailQueue queue, int capacity) {
    return queue instanceof LeasedQueue leased
        ? new LeaseFeed(leased, capacity)
        : new FluxFeed(queue, capacity);
  }
}
