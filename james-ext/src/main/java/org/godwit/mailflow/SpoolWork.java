package org.godwit.mailflow;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.server.core.MailImpl;
import org.godwit.store.StoreUnavailable;
import org.godwit.store.queue.Lease;
import org.godwit.store.submission.SubmissionProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What is done with one mail of the spool: James's mailets, then one transaction that ends it. Safe
 * for many threads, each with a lease of its own.
 */
final class SpoolWork {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolWork.class);

  private static final Duration STORE_AWAY = Duration.ofSeconds(5);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final MailProcessor processor;
  private final RetryPlan plan;
  private final SubmissionProgress submissions;
  private volatile boolean stopped;

  SpoolWork(MailProcessor processor, RetryPlan plan, SubmissionProgress submissions) {
    this.processor = processor;
    this.plan = plan;
    this.submissions = submissions;
  }

  /** Waits no more for a database that is away. Leases that are not ended then run out. */
  void stop() {
    stopped = true;
  }

  void on(Lease lease) {
    MailImpl mail;
    try {
      mail = lease.mail();
    } catch (MessagingException e) {
      LOG.error("mail {} cannot be understood and goes into quarantine", lease.id(), e);
      end(() -> lease.quarantine("cannot be understood: " + e.getMessage()));
      return;
    }
    MDC.put("mail", mail.getName()); // this thread works on no other mail
    int recipients = mail.getRecipients().size();
    Processing processing = process(lease, mail);
    end(() -> outcome(lease, processing, recipients));
    MDC.remove("mail");
  }

  private Processing process(Lease lease, MailImpl mail) {
    Processing processing = Processing.of(lease);
    processing.on(mail);
    try {
      submissions.begun(mail); // the lease is ours: nobody can take the mail back any more
      lease.inside(() -> processor.service(mail));
    } catch (MessagingException | RuntimeException e) { // mailets throw anything
      processing.failed("processing", e);
    } finally {
      LifecycleUtil.dispose(mail);
    }
    return processing;
  }

  private boolean outcome(Lease lease, Processing processing, int recipients) {
    if (processing.succeeded()) {
      return lease.settle();
    }
    String reason = processing.reason();
    if (processing.storeAway()) {
      LOG.warn("the database was away while a mail was processed: {}", reason);
      return lease.release(STORE_AWAY);
    }
    if (processing.hopeless() && recipients == 1) {
      LOG.error("a mail goes into quarantine: {}", reason);
      return lease.quarantine(reason);
    }
    Duration pause = plan.pause(lease.attempts());
    if (recipients > 1) {
      // One by one: whoever can have the mail must not wait for whoever cannot.
      LOG.warn("a mail failed and goes on by recipient: {}", reason);
      return lease.split(pause, reason);
    }
    if (plan.exhausted(lease.attempts())) {
      LOG.error("a mail goes into quarantine after the last try", processing.cause().orElse(null));
      return lease.quarantine(reason);
    }
    LOG.warn("a mail failed and is tried again in {} s: {}", pause.toSeconds(), reason);
    return lease.retry(pause, reason);
  }

  /** Insists: while the database is away nobody else can have the lease either. */
  private void end(BooleanSupplier outcome) {
    while (!stopped) {
      try {
        if (!outcome.getAsBoolean()) {
          LOG.warn("a mail was in somebody else's hands at its end");
        }
        return;
      } catch (StoreUnavailable e) {
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(ASK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }
}
