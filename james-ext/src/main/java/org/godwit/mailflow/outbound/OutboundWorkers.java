package org.godwit.mailflow.outbound;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.Startable;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueFactory;
import org.godwit.mailflow.outbound.Destinations.Carried;
import org.godwit.mailflow.outbound.Outcome.Action;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/**
 * Takes mail from the outgoing queue and brings it to other servers. Start and stop it once; both
 * are safe for many threads.
 *
 * <p>At most {@value #CAPACITY} mails are out of the queue at a time, waiting or on their way; of
 * those that wait for one destination too many are put back for a minute.
 */
public final class OutboundWorkers implements Startable {
  private static final Logger LOG = LoggerFactory.getLogger(OutboundWorkers.class);

  static final int CAPACITY = 200;
  private static final int LONGEST_LINE = 40;
  private static final Duration BUSY = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration CUT = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final OutboundSettings settings;
  private final MailQueueFactory<?> queues;
  private final Parts parts;
  private final Routing routing;
  private final DeliveryNotices notices;
  private final Clock clock;
  private final Storage storage = new Storage(FIRST_PAUSE);
  private final Suspensions suspensions;
  private final Destinations destinations;
  private final Intake intake = new Intake();
  private volatile Dialer dialer;
  private volatile Settlement settlement;
  private volatile MailQueue queue;
  private volatile boolean cut;
  private boolean stopped;

  @Inject
  public OutboundWorkers(
      OutboundSettings settings,
      MailQueueFactory<?> queues,
      MailDns dns,
      DeliveryNotices notices,
      Clock clock) {
    this(settings, queues, dns, notices, clock, OwnAddresses.ofThisMachine());
  }

  OutboundWorkers(
      OutboundSettings settings,
      MailQueueFactory<?> queues,
      MailDns dns,
      DeliveryNotices notices,
      Clock clock,
      Predicate<InetAddress> ours) {
    this.settings = settings;
    this.queues = queues;
    this.parts = new Parts(settings);
    this.routing = new Routing(settings, dns, ours);
    this.notices = notices;
    this.clock = clock;
    this.suspensions = new Suspensions(clock);
    this.destinations =
        new Destinations(this::carry, settings.perDestination(), LONGEST_LINE, settings.idle());
  }

  /** Begins to take mail. */
  public synchronized void start() {
    if (queue != null) {
      return;
    }
    MailQueue outgoing =
        queues.createQueue(RemoteDelivery.OUTGOING, MailQueueFactory.prefetchCount(CAPACITY));
    dialer = new Dialer(settings);
    Backoff backoff = new Backoff(settings, RandomGenerator.getDefault());
    settlement = new Settlement(outgoing, notices, backoff, storage, clock);
    queue = outgoing;
    Flux.from(outgoing.deQueue())
        .retryWhen(
            Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                .maxBackoff(Duration.ofSeconds(30))
                .doBeforeRetry(OutboundWorkers::logRetry))
        .subscribe(intake);
  }

  private static void logRetry(Retry.RetrySignal signal) {
    LOG.atWarn()
        .addKeyValue("reason", signal.failure().getMessage())
        .log("the outgoing queue does not answer, waiting for it");
  }

  /**
   * Takes no more mail, gives back what waits, lets what is on its way finish for some seconds and
   * cuts it then. What was cut is tried again after the next start.
   */
  @PreDestroy
  public synchronized void stop() {
    if (queue == null || stopped) {
      return;
    }
    stopped = true;
    intake.cancel();
    List<MailQueueItem> waiting = destinations.stop();
    storage.stop();
    waiting.forEach(settlement::giveBack);
    try {
      if (!destinations.awaitEnd(GRACE)) {
        cut = true;
        dialer.cutAll();
        if (!destinations.awaitEnd(CUT)) {
          LOG.warn("some outgoing mail did not come to an end in time");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      dialer.close();
    }
  }

  /** Asks the queue for as many mails as there is room for, and never blocks it. */
  private final class Intake extends BaseSubscriber<MailQueueItem> {
    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      request(CAPACITY);
    }

    @Override
    protected void hookOnNext(MailQueueItem item) {
      Map<String, List<MailAddress>> byDestination = parts.of(item.getMail());
      if (byDestination.size() != 1) {
        aside(item, () -> split(item, byDestination));
        return;
      }
      if (!destinations.add(byDestination.keySet().iterator().next(), item)) {
        aside(item, () -> putBack(item));
      }
    }
  }

  /** Work that is none of a destination; it must not hold up the queue's own thread. */
  private void aside(MailQueueItem item, Runnable work) {
    Thread.ofVirtual()
        .name("outbound-aside")
        .start(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                LOG.atError()
                    .addKeyValue("mail", item.getMail().getName())
                    .setCause(e)
                    .log("cannot put a mail back, its lease has to run out");
              } finally {
                intake.request(1);
              }
            });
  }

  private void putBack(MailQueueItem item) {
    if (stopping()) {
      settlement.giveBack(item);
      return;
    }
    long spread = ThreadLocalRandom.current().nextLong(BUSY.toMillis());
    settlement.postpone(item, BUSY.plusMillis(spread));
  }

  private boolean stopping() {
    return intake.isDisposed();
  }

  /** A mail for several destinations: queued while a smart host was set that is gone now. */
  private void split(MailQueueItem item, Map<String, List<MailAddress>> byDestination) {
    for (List<MailAddress> recipients : byDestination.values()) {
      boolean queued =
          storage.insist(
              "splitting a mail",
              item.getMail().getName(),
              () -> parts.enqueue(queue, item.getMail(), recipients, part -> {}));
      if (!queued) {
        return;
      }
    }
    settlement.done(item, CompletionStatus.SUCCESS);
  }

  /** On a thread of the destination. */
  private Carried carry(String destination, MailQueueItem item, SmtpConnection kept) {
    try {
      storage.awaitAnswer();
      Outcome suspended = suspensions.of(destination);
      if (suspended != null && kept == null) {
        settlement.settle(item, Attempt.all(item.getMail().getRecipients(), suspended));
        return new Carried(null, false);
      }
      return attempt(destination, item, kept);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      settlement.giveBack(item);
      return new Carried(kept, false);
    } finally {
      intake.request(1);
    }
  }

  private Carried attempt(String destination, MailQueueItem item, SmtpConnection kept) {
    Attempt attempt =
        new Attempt(
            routing, dialer, Envelope.of(item.getMail()), new Content(item.getMail()), kept);
    Map<MailAddress, Outcome> outcomes;
    try {
      outcomes = attempt.run(destination);
    } catch (Content.Unreadable e) {
      if (Storage.isAway(e)) {
        settlement.giveBack(item);
        return new Carried(attempt.connection(), true);
      }
      outcomes = attempt.unfinished(Outcome.delayed("4.3.0", "The message cannot be read"), e);
    } catch (RuntimeException e) {
      outcomes = attempt.unfinished(Outcome.delayed("4.3.0", "Fault of the sending server"), e);
    }
    attempt.unreachable().ifPresent(why -> suspensions.add(destination, why));
    if (cut && outcomes.values().stream().allMatch(one -> one.action() == Action.DELAYED)) {
      settlement.giveBack(item);
    } else {
      settlement.settle(item, outcomes);
    }
    return new Carried(attempt.connection(), attempt.unreachable().isEmpty());
  }
}
