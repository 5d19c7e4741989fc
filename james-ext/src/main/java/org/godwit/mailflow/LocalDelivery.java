package org.godwit.mailflow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.mailet.Mail;
import org.apache.mailet.PerRecipientHeaders.Header;
import org.apache.mailet.base.GenericMailet;
import org.godwit.mailflow.outbound.DeliveryNotices;
import org.godwit.store.account.UnicodeAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mailet that puts a mail into its people's mailboxes, once, however often it is tried. Those
 * who are not ours stay on the mail. One that fails does not keep the others from theirs.
 */
public final class LocalDelivery extends GenericMailet {

  private static final Logger LOG = LoggerFactory.getLogger(LocalDelivery.class);

  private final Routes routes;
  private final Mailboxes mailboxes;
  private final DeliveryNotices notices;

  @Inject
  LocalDelivery(Routes routes, Mailboxes mailboxes, DeliveryNotices notices) {
    this.routes = routes;
    this.mailboxes = mailboxes;
    this.notices = notices;
  }

  /** What a person's mailbox said. */
  private enum Outcome {
    DELIVERED,
    FULL,
    LOOPS,
    FAILED
  }

  @Override
  public void service(Mail mail) throws MessagingException {
    List<MailAddress> others = new ArrayList<>();
    List<MailAddress> done = new ArrayList<>();
    List<MailAddress> full = new ArrayList<>();
    List<MailAddress> looping = new ArrayList<>();
    List<MailAddress> ours = new ArrayList<>();
    for (MailAddress recipient : mail.getRecipients()) {
      (routes.isOurs(recipient.getDomain()) ? ours : others).add(recipient);
    }
    if (ours.isEmpty()) {
      return;
    }
    Mailboxes.Message message = mailboxes.message(mail.getMessage());
    for (MailAddress recipient : ours) {
      switch (deliver(mail, recipient, message)) {
        case DELIVERED -> done.add(recipient);
        case FULL -> full.add(recipient);
        case LOOPS -> looping.add(recipient);
        case FAILED -> {} // the try as a whole has failed, and comes again
      }
    }
    report(mail, done, full, looping);
    mail.setRecipients(others);
    if (others.isEmpty()) {
      mail.setState(Mail.GHOST);
    }
  }

  private void report(
      Mail mail, List<MailAddress> done, List<MailAddress> full, List<MailAddress> looping)
      throws MessagingException {
    if (!done.isEmpty()) {
      notices.delivered(mail, done);
    }
    if (!full.isEmpty()) {
      notices.failed(mail, full, "5.2.2", "the mailbox is full"); // 3463 §3.3
    }
    if (!looping.isEmpty()) {
      notices.failed(mail, looping, "5.4.6", "the mail was here already, and loops");
    }
  }

  private Outcome deliver(Mail mail, MailAddress recipient, Mailboxes.Message message) {
    try {
      if (hasBeenHere(mail, recipient)) {
        return Outcome.LOOPS;
      }
      Outcome outcome = Outcome.DELIVERED;
      Username owner = UnicodeAddress.user(recipient);
      for (Filings.Filing filing : Filings.of(mail, owner)) {
        Mailboxes.Result result = message.deliver(copy(mail, recipient, owner, filing));
        LOG.atInfo()
            .addKeyValue("to", owner.asString())
            .addKeyValue("folder", filing.folder())
            .addKeyValue("result", result)
            .log("delivery to a mailbox");
        if (result == Mailboxes.Result.FULL) {
          outcome = Outcome.FULL;
        }
      }
      return outcome;
    } catch (MessagingException | RuntimeException e) { // one person's fault is not the others'
      Processing.of(mail).failed("delivering to " + recipient.asString(), e);
      return Outcome.FAILED;
    }
  }

  private static boolean hasBeenHere(Mail mail, MailAddress recipient) throws MessagingException {
    String[] places = mail.getMessage().getHeader("Delivered-To");
    if (places == null) {
      return false;
    }
    for (String place : places) {
      if (place.strip().equalsIgnoreCase(UnicodeAddress.text(recipient))) {
        return true;
      }
    }
    return false;
  }

  private static Mailboxes.Copy copy(
      Mail mail, MailAddress recipient, Username owner, Filings.Filing filing) {
    String name =
        String.join(
            "\0", Processing.of(mail).origin().toString(), owner.asString(), filing.folder());
    return new Mailboxes.Copy(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
        owner,
        filing.folder(),
        filing.flags(),
        prefix(mail, recipient),
        Processing.of(mail).accepted());
  }

  private static String sender(Mail mail) {
    return mail.getMaybeSender().asOptional().map(UnicodeAddress::text).orElse("");
  }

  private static String prefix(Mail mail, MailAddress recipient) {
    StringBuilder lines = new StringBuilder();
    // 5321 §4.4: "This use of return-path is required; mail systems MUST support it"
    lines.append("Return-Path: <").append(sender(mail)).append(">\r\n");
    lines.append("Delivered-To: ").append(UnicodeAddress.text(recipient)).append("\r\n");
    for (Header header : mail.getPerRecipientSpecificHeaders().getHeadersForRecipient(recipient)) {
      lines.append(header.getName()).append(": ").append(header.getValue()).append("\r\n");
    }
    return lines.toString();
  }

  @Override
  public String getMailetInfo() {
    return "Delivers into our own mailboxes";
  }
}
