package org.godwit.watch.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.domainlist.api.DomainListException;
import org.godwit.store.alert.Alert;
import org.godwit.store.alert.AlertBook;
import org.godwit.store.alert.AlertCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells administrators what there is to tell. Of all nodes one does it. For one thread.
 *
 * <p>Mail is in the spool before it is written down that it was sent: a node that dies in between
 * sends it twice, and none is lost. A call is written down with it, and repeated until it gets
 * through.
 */
final class Teller {
  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);

  /** A node that has not looked for longer does not know what others have seen meanwhile. */
  private static final Duration BREAK = Duration.ofMinutes(3);

  private static final Duration STEADY = Duration.ofMinutes(5);

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1));

  private final String host;
  private final AlertBook book;
  private final AlertCalls calls;
  private final AlertMail mail;
  private final Optional<Webhook> webhook;
  private Instant last = Instant.MIN;
  private Instant steadySince = Instant.MIN;

  Teller(String host, AlertBook book, AlertCalls calls, AlertMail mail, Optional<Webhook> webhook) {
    this.host = host;
    this.book = book;
    this.calls = calls;
    this.mail = mail;
    this.webhook = webhook;
  }

  /** Tells once. */
  void tell() {
    AlertBook.Page page = book.all();
    boolean steady = steady(page.now());
    for (Alert alert : page.alerts()) {
      alert.due(page.now(), steady).ifPresent(event -> tell(alert, event, page.now()));
    }
    webhook.ifPresent(this::call);
  }

  /** As if it had looked for so long. For tests. */
  void steadyFor(Duration time) {
    steadySince = last.minus(time);
  }

  private boolean steady(Instant now) {
    if (now.equals(Instant.EPOCH)) { // there is nothing that could end
      return false;
    }
    if (last.plus(BREAK).isBefore(now)) {
      steadySince = now;
    }
    last = now;
    return !now.isBefore(steadySince.plus(STEADY));
  }

  private void tell(Alert alert, Alert.Event event, Instant now) {
    Notice notice = Notice.of(host, alert, event, now);
    boolean silent = event == Alert.Event.OVER && alert.told().isEmpty();
    try {
      if (!silent) {
        mail.send(notice);
      }
    } catch (MessagingException | DomainListException e) {
      LOG.warn("cannot tell by mail, and tries again: {}", alert.words(), e);
      return;
    }
    boolean ours =
        book.told(alert, event, webhook.filter(there -> !silent).map(there -> notice.call()));
    if (ours && !silent) {
      LOG.atWarn()
          .addKeyValue("alert", alert.kind().word())
          .addKeyValue("about", alert.about())
          .log("told the administrators: {}", notice.subject());
    }
  }

  private void call(Webhook there) {
    for (AlertCalls.Due due : calls.due()) {
      Optional<String> problem = there.send(due.call().body());
      if (problem.isEmpty()) {
        calls.done(due.call().id());
        continue;
      }
      if (due.old()) {
        LOG.warn("gave up calling the address of the administrators: {}", problem.get());
        calls.done(due.call().id());
      } else {
        LOG.warn("calling the address of the administrators failed: {}", problem.get());
        calls.failed(due.call().id(), PAUSES.get(Math.min(due.attempts(), PAUSES.size() - 1)));
      }
      return; // the others would fare no better now
    }
  }
}
