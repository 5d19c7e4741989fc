package org.godwit.mailflow.outbound;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.Startable;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.godwit.mailflow.outbound.Destinations.Carried;
import org.godwit.mailflow.outbound.Outcome.Action;
import org.godwit.mailflow.outbound.sts.StsPolicies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private final Signing signing;
  private final Clock clock;
  private final TlsTally tally;
  private final Storage storage = new Storage(FIRST_PAUSE);
  private final Suspensions suspensions;
  private final Destinations destinations;
  private volatile Dialer dialer;
  private volatile Settlement settlement;
  private volatile Feed feed;
  private volatile MailQueue queue;
  private volatile boolean stopping;
  private volatile boolean cut;

  @Inject
  public OutboundWorkers(
      OutboundSettings settings,
      MailQueueFactory<?> queues,
      MailDns dns,
      DeliveryNotices notices,
      Signing signing,
      StsPolicies policies,
      TlsTally tally,
      Clock clock) {
    this(
        settings,
        queues,
        notices,
        signing,
        clock,
        new Routing(settings, dns, OwnAddresses.ofThisMachine(), policies::of, tally),
        tally);
  }

  OutboundWorkers(
      OutboundSettings settings,
      MailQueueFactory<?> queues,
      DeliveryNotices notices,
      Signing signing,
      Clock clock,
      Routing routing,
      TlsTally tally) {
    this.tally = tally;
    this.settings = settings;
    this.queues = queues;
    this.parts = new Parts(settings);
    this.routing = routing;
    this.notices = notices;
    this.signing = signing;
    this.clock = clock;
    this.suspensions = new Suspensions(clock);
    this.destinations =
        new Destinations(this::carry, settings.perDestination(), LONGEST_LINE, settings.idle());
  }

  /** Begins to take mail. */
  public synchronized void start() {
    if (feed != null) {
      return;
    }
    queue = queues.createQueue(RemoteDelivery.OUTGOING, MailQueueFactory.prefetchCount(CAPACITY));
    dialer = new Dialer(settings, tally);
    Backoff backoff = new Backoff(settings, RandomGenerator.getDefault());
    settlement = new Settlement(notices, backoff, storage, clock);
    feed = Feed.of(queue, CAPACITY);
    feed.start(this::take);
  }

  /**
   * Takes no more mail, gives back what waits, lets what is on its way finish for some seconds and
   * cuts it then. What was cut is tried again after the next start.
   */
  @PreDestroy
  public synchronized void stop() {
    if (feed == null || stopping) {
      return;
    }
    stopping = true;
    feed.stop();
    List<Taken> waiting = destinations.stop();
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

  /** Finds the mail's line; never blocks the queue's own thread. */
  private void take(Taken taken) {
    Map<String, List<MailAddress>> byDestination = parts.of(taken.mail());
    if (byDestination.size() != 1) {
      aside(() -> split(taken, byDestination.values()));
    } else if (!destinations.add(byDestination.keySet().iterator().next(), taken)) {
      aside(() -> putBack(taken));
    }
  }

  private static void aside(Runnable work) {
    Thread.ofVirtual().name("outbound-aside").start(work);
  }

  private void putBack(Taken taken) {
    if (stopping) {
      settlement.giveBack(taken);
      return;
    }
    long spread = ThreadLocalRandom.current().nextLong(BUSY.toMillis());
    settlement.postpone(
        taken, BUSY.plusMillis(spread), "Waiting for other mail to the same destination");
  }

  /** A mail for several destinations: queued while a smart host was set that is gone now. */
  private void split(Taken taken, Collection<List<MailAddress>> byDestination) {
    List<Storage.Write> writes = new ArrayList<>();
    for (List<MailAddress> recipients : byDestination) {
      writes.add(() -> parts.enqueue(queue, taken.mail(), recipients, part -> {}));
    }
    settlement.replace(taken, writes);
  }

  /** On a thread of the destination. */
  private Carried carry(String destination, Taken taken, SmtpConnection kept) {
    try {
      storage.awaitAnswer();
      Outcome suspended = suspensions.of(destination);
      boolean demanding = !new QueuedMail(taken.mail()).goesWithoutDemands();
      if (suspended != null && kept == null && demanding) {
        settlement.settle(taken, Attempt.all(taken.mail().getRecipients(), suspended));
        return new Carried(null, false);
      }
      return attempt(destination, taken, kept);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      settlement.giveBack(taken);
      return new Carried(kept, false);
    }
  }

  private Carried attempt(String destination, Taken taken, SmtpConnection kept)
      throws InterruptedException {
    Attempt attempt =
        new Attempt(
            routing, dialer, Envelope.of(taken.mail()), new Content(taken.mail(), signing), kept);
    Map<MailAddress, Outcome> outcomes;
    try {
      outcomes = attempt.run(destination);
    } catch (Content.Unreadable e) {
      if (Storage.isAway(e)) {
        storage.pause();
        settlement.giveBack(taken);
        return new Carried(attempt.connection(), true);
      }
      outcomes = attempt.unfinished(Outcome.delayed("4.3.0", "The message cannot be read"), e);
    } catch (RuntimeException e) {
      outcomes = attempt.unfinished(Outcome.delayed("4.3.0", "Fault of the sending server"), e);
    }
    attempt.unreachable().ifPresent(why -> suspensions.add(destination, why));
    if (cut && outcomes.values().stream().allMatch(one -> one.action() == Action.DELAYED)) {
      settlement.giveBack(taken);
    } else {
      settlement.settle(taken, outcomes);
    }
    return new Carried(attempt.connection(), attempt.unreachable().isEmpty());
  }
}
