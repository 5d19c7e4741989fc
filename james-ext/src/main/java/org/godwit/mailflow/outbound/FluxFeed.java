package org.godwit.mailflow.outbound;

import java.time.Duration;
import java.util.function.Consumer;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.mailet.Mail;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/** Mail from any queue of James's. A crash between two steps repeats something, loses nothing. */
final class FluxFeed implements Feed {
  private static final Logger LOG = LoggerFactory.getLogger(FluxFeed.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final MailQueue queue;
  private final int capacity;
  private Intake intake;

  FluxFeed(MailQueue queue, int capacity) {
    this.queue = queue;
    this.capacity = capacity;
  }

  @Override
  public void start(Consumer<Taken> taker) {
    intake = new Intake(taker);
    Flux.from(queue.deQueue())
        .retryWhen(
            Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                .maxBackoff(LONGEST_PAUSE)
                .doBeforeRetry(FluxFeed::log))
        .subscribe(intake);
  }

  private static void log(Retry.RetrySignal signal) {
    LOG.atWarn()
        .addKeyValue("reason", signal.failure().getMessage())
        .log("the outgoing queue does not answer, waiting for it");
  }

  @Override
  public void stop() {
    intake.cancel();
  }

  /** Asks the queue for as many mails as there is room for. */
  private final class Intake extends BaseSubscriber<MailQueueItem> {
    private final Consumer<Taken> taker;

    Intake(Consumer<Taken> taker) {
      this.taker = taker;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      request(capacity);
    }

    @Override
    protected void hookOnNext(MailQueueItem item) {
      taker.accept(new QueuedItem(item));
    }
  }

  private final class QueuedItem implements Taken {
    private final MailQueueItem item;
    private boolean queuedAgain;
    private boolean gone;

    QueuedItem(MailQueueItem item) {
      this.item = item;
    }

    @Override
    public Mail mail() {
      return item.getMail();
    }

    @Override
    public void inside(Storage.Write work) throws MessagingException {
      work.run();
    }

    @Override
    public void settle() throws MessagingException {
      item.done(CompletionStatus.SUCCESS);
      gone = true;
    }

    @Override
    public void postpone(Duration pause, String reason) throws MessagingException {
      if (!queuedAgain) {
        queue.enQueue(item.getMail(), pause);
        queuedAgain = true;
      }
      item.done(CompletionStatus.SUCCESS);
      gone = true;
    }

    @Override
    public void giveBack() throws MessagingException {
      item.done(CompletionStatus.RETRY);
    }

    @Override
    public void over() {
      if (gone) {
        LifecycleUtil.dispose(item.getMail()); // what was given back is the queue's again
      }
      intake.request(1);
    }
  }
}
