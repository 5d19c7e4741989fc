package org.godwit.mailflow;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.godwit.mailflow.outbound.DeliveryNotices;

/**
 * The mailet that puts people in the place of addresses; see {@link Routes}. Who cannot be reached
 * is reported to the sender. It replaces James's RecipientRewriteTable, which forwards as a mail of
 * its own and only logs when that fails.
 */
public final class Rewrite extends GenericMailet {

  private final Routes routes;
  private final DeliveryNotices notices;

  @Inject
  public Rewrite(Routes routes, DeliveryNotices notices) {
    this.routes = routes;
    this.notices = notices;
  }

  @Override
  public void service(Mail mail) throws MessagingException {
    Map<MailAddress, Route> found = new LinkedHashMap<>();
    for (MailAddress recipient : mail.getRecipients()) {
      found.put(recipient, routes.of(recipient));
    }
    for (Map.Entry<MailAddress, Route> one : found.entrySet()) {
      if (one.getValue().refusal().isPresent()) {
        Route.Refusal why = one.getValue().refusal().get();
        notices.failed(mail, List.of(one.getKey()), why.status(), why.text());
      }
    }
    rewriteNotify(mail, found);
    Set<MailAddress> recipients = new LinkedHashSet<>();
    found.forEach(
        (original, route) -> {
          route.people().forEach(person -> OriginalRecipient.keep(mail, person, original));
          recipients.addAll(route.people());
          recipients.addAll(route.elsewhere());
        });
    mail.setRecipients(recipients);
    if (recipients.isEmpty()) {
      mail.setState(Mail.GHOST);
    }
  }

  /** What the sender wants to know about an address holds for those it stands for (3461 §5.2.7). */
  private static void rewriteNotify(Mail mail, Map<MailAddress, Route> found) {
    if (mail.dsnParameters().isEmpty()) {
      return;
    }
    DsnParameters wanted = mail.dsnParameters().get();
    Map<MailAddress, RecipientDsnParameters> ofRecipients = new LinkedHashMap<>();
    found.forEach(
        (original, route) -> {
          RecipientDsnParameters parameters = wanted.getRcptParameters().get(original);
          if (parameters != null) {
            route.people().forEach(person -> ofRecipients.putIfAbsent(person, parameters));
            route.elsewhere().forEach(address -> ofRecipients.putIfAbsent(address, parameters));
          }
        });
    mail.setDsnParameters(wanted.withRcptParameters(ImmutableMap.copyOf(ofRecipients)));
  }

  @Override
  public String getMailetInfo() {
    return "Puts people in the place of addresses";
  }
}
