package org.godwit.mailflow.outbound;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.godwit.mailflow.outbound.Outcome.Action;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the consequences of an attempt: reports to the sender, then a new row for the recipients
 * that are left, then the end of the old row. A crash between two of these steps repeats something
 * and loses nothing.
 */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  private final MailQueue queue;
  private final DeliveryNotices notices;
  private final Backoff backoff;
  private final Storage storage;
  private final Clock clock;

  Settlement(
      MailQueue queue, DeliveryNotices notices, Backoff backoff, Storage storage, Clock clock) {
    this.queue = queue;
    this.notices = notices;
    this.backoff = backoff;
    this.storage = storage;
    this.clock = clock;
  }

  /** After an attempt. Blocks while the storage is away. */
  void settle(MailQueueItem item, Map<MailAddress, Outcome> outcomes) {
    Instant now = clock.instant();
    QueuedMail mail = new QueuedMail(item.getMail());
    Map<MailAddress, Outcome> judged = new LinkedHashMap<>(outcomes);
    if (backoff.expired(mail, now)) {
      judged.replaceAll((recipient, outcome) -> expired(outcome));
    }
    judged.forEach((recipient, outcome) -> log(mail, recipient, outcome));
    boolean late = backoff.late(mail, now) && judged.values().stream().anyMatch(this::isDelayed);
    boolean told =
        storage.insist(
            "reporting to the sender",
            mail.mail().getName(),
            () -> notices.report(mail, judged, late, backoff.expiry(mail)));
    if (!told) {
      return;
    }
    if (late) {
      mail.noticeDelay();
    }
    List<MailAddress> left =
        judged.entrySet().stream()
            .filter(entry -> isDelayed(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!left.isEmpty()) {
      mail.attempted(left, judged.get(left.getFirst()).reason());
      if (!again(mail, backoff.next(mail, now))) {
        return;
      }
    }
    done(item, CompletionStatus.SUCCESS);
  }

  private boolean isDelayed(Outcome outcome) {
    return outcome.action() == Action.DELAYED;
  }

  private static Outcome expired(Outcome outcome) {
    return outcome.action() == Action.DELAYED
        ? outcome.as(Action.FAILED, "5.4.7") // 3463 §3.5: delivery time expired
        : outcome;
  }

  private boolean again(QueuedMail mail, Duration pause) {
    return storage.insist(
        "queueing a mail again", mail.mail().getName(), () -> queue.enQueue(mail.mail(), pause));
  }

  /** Puts a mail back as it is, for later. Not an attempt. */
  void postpone(MailQueueItem item, Duration pause) {
    if (again(new QueuedMail(item.getMail()), pause)) {
      done(item, CompletionStatus.SUCCESS);
    }
  }

  /** Gives a mail back as it is, for now. Not an attempt. */
  void giveBack(MailQueueItem item) {
    done(item, CompletionStatus.RETRY);
  }

  /** The end of a row whose mail is elsewhere now. */
  void done(MailQueueItem item, CompletionStatus status) {
    storage.insist("settling a mail", item.getMail().getName(), () -> item.done(status));
    if (status == CompletionStatus.SUCCESS) {
      LifecycleUtil.dispose(item.getMail());
    }
  }

  private static void log(QueuedMail mail, MailAddress recipient, Outcome outcome) {
    LOG.atInfo()
        .addKeyValue("mail", mail.mail().getName())
        .addKeyValue("to", recipient.asString())
        .addKeyValue("action", outcome.action())
        .addKeyValue("status", outcome.status())
        .addKeyValue("server", outcome.server().orElse("none"))
        .addKeyValue("attempt", mail.attempts() + 1)
        .addKeyValue("reason", outcome.reason())
        .log("tried to relay");
  }
}
