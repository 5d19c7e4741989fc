package org.godwit.mailflow.outbound;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * What the queue "outgoing" remembers of a mail, kept in its attributes; {@code godwit queue} shows
 * it. The last error is the mail's error message, the next attempt the queue's own date.
 *
 * <p>A view on a mail of one thread. Attributes that are missing are those of a mail that was never
 * tried, so a mail that something else put into the queue is sent as well.
 */
public final class QueuedMail {
  private static final AttributeName FIRST_QUEUED = name("first-queued");
  private static final AttributeName ATTEMPTS = name("attempts");
  private static final AttributeName DELAY_NOTICED = name("delay-noticed");
  private static final AttributeName WITHOUT_DEMANDS = name("without-demands");

  private final Mail mail;

  public QueuedMail(Mail mail) {
    this.mail = mail;
  }

  private static AttributeName name(String what) {
    return AttributeName.of("org.godwit.outbound." + what);
  }

  /** Prepares a mail for the queue. */
  static void begin(Mail mail, Instant now) {
    set(mail, FIRST_QUEUED, AttributeValue.of(now.toEpochMilli()));
    set(mail, ATTEMPTS, AttributeValue.of(0));
    set(mail, DELAY_NOTICED, AttributeValue.of(false));
  }

  /** Has a mail go out whatever its destination demands: it tells of just that. */
  public static void goWithoutDemands(Mail mail) {
    set(mail, WITHOUT_DEMANDS, AttributeValue.of(true));
  }

  boolean goesWithoutDemands() {
    return get(WITHOUT_DEMANDS, Boolean.class).orElse(false);
  }

  private static void set(Mail mail, AttributeName name, AttributeValue<?> value) {
    mail.setAttribute(new Attribute(name, value));
  }

  public Mail mail() {
    return mail;
  }

  /** When we took the responsibility for it. */
  public Instant firstQueued() {
    return get(FIRST_QUEUED, Long.class)
        .map(Instant::ofEpochMilli)
        .orElseGet(() -> mail.getLastUpdated().toInstant());
  }

  /** Attempts that reached an answer or a timeout; not those that our own storage cut. */
  public int attempts() {
    return get(ATTEMPTS, Integer.class).orElse(0);
  }

  boolean delayNoticed() {
    return get(DELAY_NOTICED, Boolean.class).orElse(false);
  }

  void noticeDelay() {
    set(mail, DELAY_NOTICED, AttributeValue.of(true));
  }

  /** Counts an attempt that left some recipients open. */
  void attempted(Collection<MailAddress> left, String error) {
    set(mail, FIRST_QUEUED, AttributeValue.of(firstQueued().toEpochMilli()));
    set(mail, ATTEMPTS, AttributeValue.of(attempts() + 1));
    mail.setRecipients(left);
    mail.setErrorMessage(error);
  }

  private <T> Optional<T> get(AttributeName name, Class<T> type) {
    return mail.getAttribute(name).flatMap(attribute -> attribute.getValue().valueAs(type));
  }
}
