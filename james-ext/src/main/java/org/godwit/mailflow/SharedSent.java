package org.godwit.mailflow;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import javax.mail.Flags;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.godwit.store.account.SharedMailboxes;
import org.godwit.store.account.UnicodeAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mailet that keeps a copy of what somebody sends as a shared mailbox in its Sent, so that the
 * others see it. Once, however often the mail is tried.
 */
public final class SharedSent extends GenericMailet {
  private static final Logger LOG = LoggerFactory.getLogger(SharedSent.class);
  private static final String FOLDER = "Sent";

  private final SharedMailboxes shared;
  private final Routes routes;
  private final Mailboxes mailboxes;

  @Inject
  SharedSent(SharedMailboxes shared, Routes routes, Mailboxes mailboxes) {
    this.shared = shared;
    this.routes = routes;
    this.mailboxes = mailboxes;
  }

  @Override
  public void service(Mail mail) throws MessagingException {
    Optional<MailAddress> sender = mail.getMaybeSender().asOptional();
    Optional<Username> user =
        AttributeUtils.getValueAndCastFromMail(mail, Mail.SMTP_AUTH_USER, String.class)
            .map(Username::of);
    if (sender.isEmpty()
        || user.isEmpty()
        || user.get().equals(UnicodeAddress.user(sender.get()))) {
      return;
    }
    Optional<Username> owner = shared.sentAs(user.get(), people(sender.get()));
    if (owner.isPresent()) {
      file(mail, owner.get());
    }
  }

  /** Whose address it is: an alias leads to its person. */
  private Set<Username> people(MailAddress sender) throws MessagingException {
    Set<Username> people = new HashSet<>(Set.of(UnicodeAddress.user(sender)));
    routes.of(sender).people().forEach(person -> people.add(UnicodeAddress.user(person)));
    return people;
  }

  private void file(Mail mail, Username owner) throws MessagingException {
    Processing processing = Processing.of(mail);
    String name = String.join("\0", processing.origin().toString(), owner.asString(), "as sent");
    Mailboxes.Result result =
        mailboxes
            .message(mail.getMessage())
            .deliver(
                new Mailboxes.Copy(
                    UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                    owner,
                    FOLDER,
                    new Flags(Flags.Flag.SEEN),
                    "",
                    processing.accepted()));
    if (result == Mailboxes.Result.FULL) {
      LOG.atWarn()
          .addKeyValue("owner", owner.asString())
          .log("a shared mailbox is full, and keeps no copy of what is sent as it");
    }
  }

  @Override
  public String getMailetInfo() {
    return "Keeps what is sent as a shared mailbox in its Sent";
  }
}
