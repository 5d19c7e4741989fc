package org.godwit.mailflow.outbound;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.Mail;
import org.godwit.mailflow.outbound.Outcome.Action;
import org.godwit.store.submission.SubmissionProgress.Delivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells senders what became of their mail, as far as they want to know it (3461 §4.1, §5.2). Never
 * about a mail that has no sender: those are reports themselves (5321 §6.1).
 *
 * <p>Safe for many threads. A report is in the spool when a method returns.
 */
public final class DeliveryNotices {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryNotices.class);

  private final String hostname;
  private final Supplier<MailQueue> spool;
  private final Clock clock;
  private final DeliveryWatch watch;

  @Inject
  public DeliveryNotices(
      OutboundSettings settings, MailQueueFactory<?> queues, Clock clock, DeliveryWatch watch) {
    this.hostname = settings.hostname();
    this.spool = Suppliers.memoize(() -> queues.createQueue(MailQueueFactory.SPOOL));
    this.clock = clock;
    this.watch = watch;
  }

  /**
   * Local delivery put a mail into its mailboxes. Reported to a sender who asked for it.
   *
   * @throws MessagingException when the report could not be queued; nothing was sent
   */
  public void delivered(Mail mail, Collection<MailAddress> recipients) throws MessagingException {
    Map<MailAddress, Outcome> outcomes = new LinkedHashMap<>();
    for (MailAddress recipient : recipients) {
      outcomes.put(
          recipient,
          new Outcome(Action.DELIVERED, "2.0.0", "Delivered", Optional.empty(), false, false));
    }
    report(new QueuedMail(mail), outcomes, false, clock.instant(), nothingTold());
  }

  /**
   * Local delivery will never be able to deliver a mail.
   *
   * @param status an enhanced status code of class 5 (3463)
   * @param reason one line for the sender
   * @throws MessagingException when the report could not be queued; nothing was sent
   */
  public void failed(Mail mail, Collection<MailAddress> recipients, String status, String reason)
      throws MessagingException {
    Map<MailAddress, Outcome> outcomes = new LinkedHashMap<>();
    recipients.forEach(recipient -> outcomes.put(recipient, Outcome.failed(status, reason)));
    report(new QueuedMail(mail), outcomes, false, clock.instant(), nothingTold());
  }

  /**
   * Reports on one attempt.
   *
   * @param late whether recipients that are delayed are worth a notice now
   * @param told what was reported already; a call that failed half way may be made again
   */
  void report(
      QueuedMail mail,
      Map<MailAddress, Outcome> outcomes,
      boolean late,
      Instant retryUntil,
      EnumSet<Action> told)
      throws MessagingException {
    watch.heard(mail.mail(), news(outcomes));
    Envelope envelope = Envelope.of(mail.mail());
    if (envelope.sender().isEmpty()) {
      logUnreported(mail, outcomes);
      return;
    }
    for (Action action : Action.values()) {
      if (told.contains(action) || (action == Action.DELAYED && !late)) {
        continue;
      }
      Map<MailAddress, Outcome> asked = new LinkedHashMap<>(outcomes);
      BiPredicate<MailAddress, Outcome> wanted =
          (to, outcome) -> outcome.action() == action && wants(envelope, to, outcome);
      asked.entrySet().removeIf(entry -> !wanted.test(entry.getKey(), entry.getValue()));
      if (!asked.isEmpty()) {
        send(new Report(hostname, mail, envelope, action, asked, clock.instant(), retryUntil));
      }
      told.add(action);
    }
  }

  private static Map<MailAddress, Delivery> news(Map<MailAddress, Outcome> outcomes) {
    Map<MailAddress, Delivery> news = new LinkedHashMap<>();
    outcomes.forEach((recipient, outcome) -> news.put(recipient, outcome.asDelivery()));
    return news;
  }

  private static EnumSet<Action> nothingTold() {
    return EnumSet.noneOf(Action.class);
  }

  private static void logUnreported(QueuedMail mail, Map<MailAddress, Outcome> outcomes) {
    outcomes.forEach(
        (recipient, outcome) -> {
          if (outcome.action() == Action.FAILED) {
            LOG.atInfo()
                .addKeyValue("mail", mail.mail().getName())
                .addKeyValue("to", recipient.asString())
                .addKeyValue("reason", outcome.reason())
                .log("a mail without sender failed, nobody is told");
          }
        });
  }

  private static boolean wants(Envelope envelope, MailAddress recipient, Outcome outcome) {
    Optional<EnumSet<Notify>> notify = envelope.notify(recipient);
    return switch (outcome.action()) {
      case FAILED -> notify.map(when -> when.contains(Notify.FAILURE)).orElse(true);
      case DELAYED -> notify.map(when -> when.contains(Notify.DELAY)).orElse(true);
      case DELIVERED -> notify.map(when -> when.contains(Notify.SUCCESS)).orElse(false);
      case RELAYED -> // 3461 §5.2.2: "relayed" only where nobody behind us will say "delivered"
          notify.map(when -> when.contains(Notify.SUCCESS)).orElse(false)
              && !outcome.reportsItself();
    };
  }

  private void send(Report report) throws MessagingException {
    MailAddress to = report.envelope().sender().orElseThrow();
    if (!Wire.isSafe(to)) {
      return; // no mail can be sent to such an address
    }
    String name = MailImpl.getId();
    MailImpl notice =
        MailImpl.builder()
            .name(name)
            .sender(MaybeSender.nullSender()) // 3461 §6.1
            .addRecipient(to)
            .state(Mail.DEFAULT)
            .build();
    try {
      notice.setMessageContent(MimeMessageInputStreamSource.create(name, report.open()));
      notice.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);
      spool.get().enQueue(notice);
    } finally {
      LifecycleUtil.dispose(notice);
    }
    LOG.atInfo()
        .addKeyValue("mail", report.mail().mail().getName())
        .addKeyValue("report", name)
        .addKeyValue("action", report.action())
        .addKeyValue("to", to.asString())
        .log("reported to the sender");
  }
}
