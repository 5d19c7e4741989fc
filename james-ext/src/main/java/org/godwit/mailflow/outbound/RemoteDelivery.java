package org.godwit.mailflow.outbound;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;

/**
 * The mailet that hands a mail over to the outgoing queue, one mail for each destination domain,
 * and ends its way through the processors. It replaces James's mailet of the same name.
 *
 * <p>A mail for several domains is several rows. When the queue fails between two of them, the mail
 * keeps the recipients that have no row yet, so that trying it again sends nothing twice.
 */
public final class RemoteDelivery extends GenericMailet {

  /** The queue that this mailet fills and {@link OutboundWorkers} empty. */
  public static final MailQueueName OUTGOING = MailQueueName.of("outgoing");

  private final MailQueueFactory<?> queues;
  private final Parts parts;
  private final Clock clock;
  private MailQueue queue;

  @Inject
  public RemoteDelivery(MailQueueFactory<?> queues, OutboundSettings settings, Clock clock) {
    this.queues = queues;
    this.parts = new Parts(settings);
    this.clock = clock;
  }

  @Override
  public void init() {
    queue = queues.createQueue(OUTGOING);
  }

  @Override
  public String getMailetInfo() {
    return "Queues mail for other servers";
  }

  @Override
  public void service(Mail mail) throws MessagingException {
    List<MailAddress> left = new ArrayList<>(mail.getRecipients());
    Instant now = clock.instant();
    for (Map.Entry<String, List<MailAddress>> one : parts.of(mail).entrySet()) {
      parts.enqueue(queue, mail, one.getValue(), part -> QueuedMail.begin(part, now));
      left.removeAll(one.getValue());
      mail.setRecipients(left);
    }
    mail.setState(Mail.GHOST);
  }
}
