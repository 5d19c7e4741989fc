package org.godwit.store.queue;

import java.time.Duration;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.mailet.Mail;
import org.godwit.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.FluxSink;

/** Feeds one subscriber of James's kind, one mail at a time, as long as it asks for more. */
final class QueuePump {

  private static final Logger LOG = LoggerFactory.getLogger(QueuePump.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A leased mail as James wants it. */
  private record Item(Mail mail, RowLease lease) implements MailQueueItem {
    @Override
    public Mail getMail() {
      return mail;
    }

    @Override
    public void done(CompletionStatus status) throws MailQueueException {
      try {
        switch (status) {
          case SUCCESS -> lease.settle();
          case RETRY -> lease.release(Duration.ZERO);
          case REJECT -> lease.quarantine("rejected by its processor");
        }
      } catch (StoreException e) {
        throw new MailQueueException("the mail's end cannot be written now", e);
      } finally {
        lease.letGo();
      }
    }
  }

  private final FluxSink<MailQueueItem> sink;
  private final PostgresMailQueue queue;
  private final Signal signal;
  private final MailQueueItemDecoratorFactory decorator;

  QueuePump(
      FluxSink<MailQueueItem> sink,
      PostgresMailQueue queue,
      Signal signal,
      MailQueueItemDecoratorFactory decorator) {
    this.sink = sink;
    this.queue = queue;
    this.signal = signal;
    this.decorator = decorator;
  }

  void start() {
    sink.onRequest(more -> signal.raise());
    sink.onDispose(signal::raise);
    Thread.ofVirtual().name("queue-pump").start(this::pump);
  }

  private void pump() {
    while (queue.isOpen() && !sink.isCancelled()) {
      long seen = signal.changes();
      try {
        boolean wanted = sink.requestedFromDownstream() > 0;
        Optional<RowLease> next = wanted ? queue.lease() : Optional.empty();
        if (next.isPresent()) {
          emit(next.get());
        } else {
          signal.await(seen);
        }
      } catch (StoreException e) {
        LOG.warn("a queue cannot be read: {}", e.getMessage());
        pause(seen);
      } catch (InterruptedException e) {
        return;
      }
    }
    sink.complete();
  }

  private void pause(long seen) {
    try {
      signal.await(seen, PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void emit(RowLease lease) {
    if (sink.isCancelled()) {
      lease.release(Duration.ZERO);
      lease.letGo();
      return;
    }
    try {
      sink.next(decorator.decorate(new Item(lease.mail(), lease), queue.getName()));
    } catch (MessagingException e) {
      LOG.error("mail {} cannot be understood and is in quarantine", lease.id(), e);
      lease.quarantine(e.getMessage());
      lease.letGo();
    }
  }

  static void giveBack(MailQueueItem item) {
    try {
      item.done(MailQueueItem.CompletionStatus.RETRY);
    } catch (MailQueueException e) {
      LOG.warn("a mail goes back when the database does: {}", e.getMessage());
    }
  }
}
