package org.godwit.mailflow.outbound;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.godwit.store.queue.Lease;
import org.godwit.store.queue.LeasedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail from our own queue: what becomes of a mail is one transaction with all it causes. */
final class LeaseFeed implements Feed {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseFeed.class);

  private final LeasedQueue queue;
  private final int capacity;
  private LeasedQueue.Consumption consumption;

  LeaseFeed(LeasedQueue queue, int capacity) {
    this.queue = queue;
    this.capacity = capacity;
  }

  @Override
  public void start(Consumer<Taken> taker) {
    consumption = queue.consume(capacity, lease -> take(lease, taker));
  }

  private static void take(Lease lease, Consumer<Taken> taker) {
    MailImpl mail;
    try {
      mail = lease.mail();
    } catch (MessagingException e) {
      LOG.atError().addKeyValue("mail", lease.id()).setCause(e).log("a queued mail is unreadable");
      lease.quarantine(e.getMessage());
      return;
    }
    LeasedMail taken = new LeasedMail(lease, mail);
    taker.accept(taken);
    taken.awaitOver();
  }

  @Override
  public void stop() {
    // closing stops the intake first, and then waits for what only our own stop can end
    Thread.ofVirtual().name("outbound-close").start(consumption::close);
  }

  private static final class LeasedMail implements Taken {
    private final Lease lease;
    private final MailImpl mail;
    private final CountDownLatch over = new CountDownLatch(1);

    LeasedMail(Lease lease, MailImpl mail) {
      this.lease = lease;
      this.mail = mail;
    }

    @Override
    public Mail mail() {
      return mail;
    }

    @Override
    public void inside(Storage.Write work) throws MessagingException {
      lease.<MessagingException>inside(work::run);
    }

    @Override
    public void settle() {
      ours(lease.settle());
    }

    @Override
    public void postpone(Duration pause, String reason) throws MessagingException {
      ours(lease.postpone(mail, pause, reason));
    }

    @Override
    public void giveBack() {
      ours(lease.release());
    }

    private void ours(boolean still) {
      if (!still) {
        LOG.atWarn()
            .addKeyValue("mail", mail.getName())
            .log("another node took a mail from us, which may send it twice");
      }
    }

    @Override
    public void over() {
      LifecycleUtil.dispose(mail);
      over.countDown();
    }

    void awaitOver() {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
