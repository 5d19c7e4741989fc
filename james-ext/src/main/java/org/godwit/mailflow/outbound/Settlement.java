package org.godwit.mailflow.outbound;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.james.core.MailAddress;
import org.godwit.mailflow.outbound.Outcome.Action;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the consequences of an attempt: reports to the sender, and then the end of the mail, or its
 * return to the queue with the recipients that are left. Each method blocks while the storage is
 * away, and ends with {@link Taken#over}.
 */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  private final DeliveryNotices notices;
  private final Backoff backoff;
  private final Storage storage;
  private final Clock clock;

  Settlement(DeliveryNotices notices, Backoff backoff, Storage storage, Clock clock) {
    this.notices = notices;
    this.backoff = backoff;
    this.storage = storage;
    this.clock = clock;
  }

  /** After an attempt. */
  void settle(Taken taken, Map<MailAddress, Outcome> outcomes) {
    try {
      Instant now = clock.instant();
      QueuedMail mail = new QueuedMail(taken.mail());
      Map<MailAddress, Outcome> judged = new LinkedHashMap<>(outcomes);
      if (backoff.expired(mail, now)) {
        judged.replaceAll((recipient, outcome) -> expired(outcome));
      }
      judged.forEach((recipient, outcome) -> log(mail, recipient, outcome));
      if (report(taken, mail, judged, now)) {
        end(taken, mail, judged, now);
      }
    } finally {
      taken.over();
    }
  }

  private static Outcome expired(Outcome outcome) {
    return outcome.action() == Action.DELAYED
        ? outcome.as(Action.FAILED, "5.4.7") // 3463 §3.5: delivery time expired
        : outcome;
  }

  private static boolean isDelayed(Outcome outcome) {
    return outcome.action() == Action.DELAYED;
  }

  private boolean report(
      Taken taken, QueuedMail mail, Map<MailAddress, Outcome> judged, Instant now) {
    boolean late =
        backoff.late(mail, now) && judged.values().stream().anyMatch(Settlement::isDelayed);
    EnumSet<Action> told = EnumSet.noneOf(Action.class);
    boolean done =
        storage.insist(
            "reporting to the sender",
            mail.mail().getName(),
            () ->
                taken.inside(() -> notices.report(mail, judged, late, backoff.expiry(mail), told)));
    if (done && late) {
      mail.noticeDelay();
    }
    return done;
  }

  private void end(Taken taken, QueuedMail mail, Map<MailAddress, Outcome> judged, Instant now) {
    List<MailAddress> left =
        judged.entrySet().stream()
            .filter(entry -> isDelayed(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (left.isEmpty()) {
      write(taken, "settling a mail", taken::settle);
      return;
    }
    String reason = judged.get(left.getFirst()).reason();
    mail.attempted(left, reason);
    Duration pause = backoff.next(mail, now);
    write(taken, "postponing a mail", () -> taken.postpone(pause, reason));
  }

  private void write(Taken taken, String doing, Storage.Write write) {
    storage.insist(doing, taken.mail().getName(), write);
  }

  /** Puts a mail back as it is, for later. Not an attempt. */
  void postpone(Taken taken, Duration pause, String reason) {
    try {
      write(taken, "postponing a mail", () -> taken.postpone(pause, reason));
    } finally {
      taken.over();
    }
  }

  /** Gives a mail back as it is, for now. Not an attempt. */
  void giveBack(Taken taken) {
    try {
      write(taken, "giving a mail back", taken::giveBack);
    } finally {
      taken.over();
    }
  }

  /** Ends a mail that others have taken the place of. */
  void replace(Taken taken, List<Storage.Write> others) {
    try {
      for (Storage.Write other : others) {
        String name = taken.mail().getName();
        if (!storage.insist("splitting a mail", name, () -> taken.inside(other))) {
          return;
        }
      }
      write(taken, "settling a mail", taken::settle);
    } finally {
      taken.over();
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
