package org.godwit.server.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A queue that keeps what it is given, bytes as the store's queue reads them, or fails as told. */
final class KeepingQueue implements MailQueueFactory<MailQueue>, MailQueue {

  /** What the queue was given. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(Mail mail, byte[] bytes) {}

  private final BlockingQueue<Kept> kept = new LinkedBlockingQueue<>();
  private volatile RuntimeException failure;

  void failWith(RuntimeException next) {
    failure = next;
  }

  Kept next() throws InterruptedException {
    Kept next = kept.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was put into the queue");
    }
    return next;
  }

  int size() {
    return kept.size();
  }

  @Override
  public void enQueue(Mail mail) throws MailQueueException {
    if (failure != null) {
      throw failure;
    }
    try (InputStream in = ((MimeMessageWrapper) mail.getMessage()).getMessageInputStream()) {
      byte[] bytes = in.readAllBytes();
      MailImpl copy =
          MailImpl.builder()
              .name(mail.getName())
              .sender(mail.getMaybeSender())
              .addRecipients(mail.getRecipients())
              .build();
      mail.attributes().forEach(copy::setAttribute);
      kept.add(new Kept(copy, bytes));
    } catch (IOException | MessagingException e) {
      throw new MailQueueException("no bytes", e);
    }
  }

  @Override
  public void enQueue(Mail mail, Duration delay) throws MailQueueException {
    enQueue(mail);
  }

  @Override
  public Publisher<Void> enqueueReactive(Mail mail) {
    return Mono.error(new UnsupportedOperationException("not used"));
  }

  @Override
  public Publisher<MailQueueItem> deQueue() {
    return Flux.empty();
  }

  @Override
  public MailQueueName getName() {
    return SPOOL;
  }

  @Override
  public Optional<MailQueue> getQueue(MailQueueName name, PrefetchCount count) {
    return Optional.of(this);
  }

  @Override
  public MailQueue createQueue(MailQueueName name, PrefetchCount count) {
    return this;
  }

  @Override
  public Set<MailQueueName> listCreatedMailQueues() {
    return Set.of(SPOOL);
  }

  @Override
  public void close() {}
}
