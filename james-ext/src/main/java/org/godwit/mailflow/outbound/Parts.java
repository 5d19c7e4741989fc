package org.godwit.mailflow.outbound;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.Mail;

/** Splits a mail by where it has to go. */
final class Parts {
  private final OutboundSettings settings;

  Parts(OutboundSettings settings) {
    this.settings = settings;
  }

  /** Recipients by destination. A smart host is one, however many domains lie behind it. */
  Map<String, List<MailAddress>> of(Mail mail) {
    Map<String, List<MailAddress>> found = new LinkedHashMap<>();
    for (MailAddress recipient : mail.getRecipients()) {
      String destination =
          settings
              .smartHost()
              .map(OutboundSettings.SmartHost::host)
              .orElseGet(() -> recipient.getDomain().asString());
      found.computeIfAbsent(destination, d -> new ArrayList<>()).add(recipient);
    }
    return found;
  }

  /** Queues a copy of a mail for some of its recipients, with their DSN parameters only. */
  void enqueue(
      MailQueue queue, Mail mail, Collection<MailAddress> recipients, Consumer<Mail> change)
      throws MessagingException {
    MailImpl part = MailImpl.duplicateWithoutMessage(mail).build();
    if (mail.getMessage() instanceof MimeMessageWrapper shared) {
      part.setMessageNoCopy(shared); // the queue reads it now; it stays the mail's to dispose of
    } else {
      part.setMessage(mail.getMessage());
    }
    part.setRecipients(recipients);
    part.setState(RemoteDelivery.OUTGOING.asString());
    mail.dsnParameters().ifPresent(all -> part.setDsnParameters(only(all, recipients)));
    change.accept(part);
    queue.enQueue(part);
  }

  private static DsnParameters only(DsnParameters all, Collection<MailAddress> recipients) {
    Map<MailAddress, RecipientDsnParameters> kept = new LinkedHashMap<>(all.getRcptParameters());
    kept.keySet().retainAll(recipients);
    return all.withRcptParameters(kept);
  }
}
