package org.godwit.cluster;

import java.time.Duration;
import java.util.OptionalLong;
import org.godwit.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that one node of all does as long as it lives. Made by {@link Jobs#hold}; costs one
 * statement every few seconds. Safe for many threads.
 */
public final class Duty {
  private static final Logger LOG = LoggerFactory.getLogger(Duty.class);

  private final JobLease row;
  private final String job;
  private final Duration lease;
  private OptionalLong token = OptionalLong.empty();
  private volatile long until;
  private volatile boolean ours;

  Duty(JobLease row, String job, Duration lease) {
    this.row = row;
    this.job = job;
    this.lease = lease;
  }

  /** Whether it is this node's now. Costs nothing. */
  public boolean isOurs() {
    return ours && System.nanoTime() - until < 0;
  }

  void look() {
    try {
      takeOrKeep();
    } catch (StoreException e) {
      LOG.debug("the job {} cannot be asked for now", job, e); // others say that it is away
    } catch (RuntimeException e) { // would end the schedule
      LOG.error("the job {} cannot be asked for", job, e);
    }
  }

  private synchronized void takeOrKeep() {
    long before = System.nanoTime();
    if (token.isPresent() && !row.keep(token.getAsLong())) {
      LOG.info("the job {} is another node's now", job);
      token = OptionalLong.empty();
    }
    if (token.isEmpty()) {
      token = row.take(Duration.ZERO);
    }
    until = before + lease.toNanos();
    ours = token.isPresent();
  }

  /** Gives it back. */
  synchronized void end() {
    ours = false;
    token.ifPresent(
        held -> {
          try {
            row.end(held, false);
          } catch (StoreException e) {
            LOG.warn("the job {} moves on when its lease ends: {}", job, e.getMessage());
          }
        });
    token = OptionalLong.empty();
  }
}
