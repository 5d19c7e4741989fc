package org.godwit.server;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.godwit.store.StoreException;
import org.godwit.store.account.WebSessions;
import org.godwit.store.blob.BlobCollector;
import org.godwit.store.mailbox.ExpungedPurge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what may be forgotten: sessions and expunged mail after their time, then bytes that
 * nobody refers to. In several nodes at once it is only wasteful.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private static final Duration FIRST = Duration.ofMinutes(10); // a start has better things to do
  private static final Duration EVERY = Duration.ofHours(1);

  private final ExpungedPurge expunged;
  private final BlobCollector blobs;
  private final WebSessions webSessions;
  private final Clock clock;
  private final Duration kept;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("housekeeping").factory());

  @Inject
  Housekeeping(
      ExpungedPurge expunged,
      BlobCollector blobs,
      WebSessions webSessions,
      Clock clock,
      ServerSettings settings) {
    this.expunged = expunged;
    this.blobs = blobs;
    this.webSessions = webSessions;
    this.clock = clock;
    this.kept = Duration.ofDays(settings.retention().deletedDays());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // clean() tells of its failures itself
  void start() {
    schedule.scheduleWithFixedDelay(
        this::clean, FIRST.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  /** Once, now. */
  void clean() {
    try {
      long messages = expunged.purge(clock.instant().minus(kept));
      webSessions.purge();
      BlobCollector.Swept swept = blobs.sweep();
      if (messages > 0 || swept.blobs() > 0) {
        LOG.info(
            "forgot {} expunged messages, and {} blobs of {} bytes",
            messages,
            swept.blobs(),
            swept.bytes());
      }
    } catch (StoreException e) {
      LOG.warn("housekeeping waits for its next hour: {}", e.getMessage());
    } catch (RuntimeException e) { // would end the schedule
      LOG.error("housekeeping failed, and tries again in an hour", e);
    }
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }
}
