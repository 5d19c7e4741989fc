package org.godwit.mailflow;

import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.godwit.mailflow.outbound.DeliveryNotices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mailet that ends loops: mail that went through too many servers (5321 §6.3), and mail that is
 * the last in a long row of mails of ours that each caused the next, such as two people who
 * redirect to each other.
 */
public final class StopLoops extends GenericMailet {

  private static final Logger LOG = LoggerFactory.getLogger(StopLoops.class);

  private static final int MOST_SERVERS = 100; // 5321 §6.3: at least 100
  private static final int MOST_GENERATIONS = 25;

  private final DeliveryNotices notices;

  @Inject
  public StopLoops(DeliveryNotices notices) {
    this.notices = notices;
  }

  @Override
  public void service(Mail mail) throws MessagingException {
    if (!loops(mail)) {
      return;
    }
    LOG.warn("a mail loops and is stopped");
    notices.failed(mail, mail.getRecipients(), "5.4.6", "the mail loops");
    mail.setState(Mail.GHOST);
  }

  private static boolean loops(Mail mail) throws MessagingException {
    // A report about a loop is one generation further, and must still get through.
    int most = mail.hasSender() ? MOST_GENERATIONS : 2 * MOST_GENERATIONS;
    if (Processing.of(mail).generation() > most) {
      return true;
    }
    String[] servers = mail.getMessage().getHeader("Received");
    return servers != null && servers.length > MOST_SERVERS;
  }

  @Override
  public String getMailetInfo() {
    return "Ends loops";
  }
}
