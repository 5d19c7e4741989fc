package org.godwit.mailflow.sieve;

import com.google.common.base.Splitter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.Flags;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.godwit.mailflow.Filings;
import org.godwit.mailflow.Folders;
import org.godwit.mailflow.OriginalRecipient;
import org.godwit.mailflow.outbound.DeliveryNotices;
import org.godwit.store.account.UnicodeAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mailet that runs people's scripts on what comes for them, after addresses have become people
 * and before the mailboxes. It says where a mail goes; who has rejected, discarded or only passed
 * it on is taken off the mail. A script that fails has its mail kept (RFC 5228 §2.10.6). Beside the
 * script, and without it, a vacation answers what is kept.
 */
public final class SieveFilter extends GenericMailet {
  private static final Logger LOG = LoggerFactory.getLogger(SieveFilter.class);
  private static final String INBOX = "INBOX";
  private static final int LONGEST_REASON = 400;

  private final ActiveScripts scripts;
  private final Folders folders;
  private final DeliveryNotices notices;
  private final VacationReplies vacations;
  private final Absences absences;
  private final Clock clock;

  @Inject
  SieveFilter(
      ActiveScripts scripts,
      Folders folders,
      DeliveryNotices notices,
      VacationReplies vacations,
      Absences absences,
      Clock clock) {
    this.scripts = scripts;
    this.folders = folders;
    this.notices = notices;
    this.vacations = vacations;
    this.absences = absences;
    this.clock = clock;
  }

  @Override
  public void service(Mail mail) throws MessagingException {
    List<MailAddress> left = new ArrayList<>();
    for (MailAddress recipient : List.copyOf(mail.getRecipients())) {
      if (isForMailbox(mail, recipient)) {
        left.add(recipient);
      }
    }
    mail.setRecipients(left);
    if (left.isEmpty()) {
      mail.setState(Mail.GHOST);
    }
  }

  private boolean isForMailbox(Mail mail, MailAddress recipient) throws MessagingException {
    Username owner = UnicodeAddress.user(recipient);
    if (Redirects.hasBeenHere(mail.getMessage(), recipient)) {
      return true; // a mail that comes again is for the mailbox's own check of loops
    }
    Optional<List<SieveAction>> script = actions(mail, recipient, owner);
    List<SieveAction> actions = script.orElse(List.of());
    boolean stays = script.isEmpty() || doAll(actions, mail, recipient, owner);
    if (stays && actions.stream().noneMatch(SieveAction.Vacation.class::isInstance)) {
      Optional<SieveAction.Vacation> absence = absences.of(owner, clock.instant());
      if (absence.isPresent()) {
        answer(mail, recipient, absence.get());
      }
    }
    return stays;
  }

  /** What the script wants; empty when there is none, or it cannot go on: then mail is kept. */
  private Optional<List<SieveAction>> actions(Mail mail, MailAddress recipient, Username owner)
      throws MessagingException {
    Optional<Script> script = scripts.of(owner);
    if (script.isEmpty()) {
      return Optional.empty();
    }
    try {
      ZonedDateTime now = clock.instant().atZone(ZoneId.systemDefault());
      return Optional.of(script.get().run(message(mail, recipient, owner), now));
    } catch (SieveFailure e) {
      LOG.atWarn()
          .addKeyValue("of", owner.asString())
          .addKeyValue("why", e.getMessage())
          .log("a Sieve script cannot go on; the mail is kept");
      return Optional.empty();
    }
  }

  private SieveMessage message(Mail mail, MailAddress recipient, Username owner)
      throws MessagingException {
    MimeMessage message = mail.getMessage();
    return new ParsedMessage(
        () -> open(message),
        mail.getMessageSize(),
        mail.getMaybeSender().asOptional().map(UnicodeAddress::text).orElse(""),
        UnicodeAddress.text(OriginalRecipient.of(mail, recipient)),
        name -> exists(owner, name));
  }

  private boolean exists(Username owner, String name) {
    try {
      return folders.exists(owner, name);
    } catch (MessagingException e) {
      throw new SieveFailure("the mailboxes cannot be asked");
    }
  }

  /** The message as it came, byte for byte. */
  static InputStream open(MimeMessage message) throws IOException {
    try {
      if (message instanceof MimeMessageWrapper wrapper) {
        return wrapper.getMessageInputStream();
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      message.writeTo(out);
      return new ByteArrayInputStream(out.toByteArray());
    } catch (MessagingException e) {
      throw new IOException(e);
    }
  }

  private boolean doAll(List<SieveAction> actions, Mail mail, MailAddress recipient, Username owner)
      throws MessagingException {
    boolean stays = false;
    for (SieveAction action : actions) {
      switch (action) {
        case SieveAction.Keep keep -> {
          file(mail, owner, INBOX, keep.flags());
          stays = true;
        }
        case SieveAction.FileInto into -> {
          file(mail, owner, into.mailbox(), into.flags());
          stays = true;
        }
        case SieveAction.Redirect on -> send(Redirects.copy(mail, recipient, on.address()));
        case SieveAction.Reject reject -> stays |= !reject(mail, recipient, reject.reason());
        case SieveAction.Vacation vacation -> answer(mail, recipient, vacation);
      }
    }
    LOG.atInfo()
        .addKeyValue("of", owner.asString())
        .addKeyValue("actions", actions.stream().map(a -> a.getClass().getSimpleName()).toList())
        .log("a Sieve script has decided");
    return stays;
  }

  private void answer(Mail mail, MailAddress recipient, SieveAction.Vacation vacation)
      throws MessagingException {
    Optional<Mail> reply = vacations.reply(mail, recipient, vacation);
    if (reply.isPresent()) {
      send(reply.get());
    }
  }

  private void send(Mail mail) throws MessagingException {
    try {
      getMailetContext().sendMail(mail);
    } finally {
      LifecycleUtil.dispose(mail);
    }
  }

  private static void file(Mail mail, Username owner, String folder, List<String> names) {
    Flags flags = new Flags();
    for (String name : names) {
      Flags.Flag system = SYSTEM.get(name.toLowerCase(java.util.Locale.ROOT));
      if (system == null) {
        flags.add(name);
      } else {
        flags.add(system);
      }
    }
    Filings.add(mail, owner, new Filings.Filing(folder, flags));
  }

  private static final java.util.Map<String, Flags.Flag> SYSTEM =
      java.util.Map.of(
          "\\seen", Flags.Flag.SEEN,
          "\\answered", Flags.Flag.ANSWERED,
          "\\flagged", Flags.Flag.FLAGGED,
          "\\draft", Flags.Flag.DRAFT,
          "\\deleted", Flags.Flag.DELETED);

  /** Tells the sender; false when there is none, and the mail is better kept. */
  private boolean reject(Mail mail, MailAddress recipient, String reason)
      throws MessagingException {
    if (mail.getMaybeSender().isNullSender()) { // 5429 §2.1.1: never about a report
      return false;
    }
    String line = String.join(" ", Splitter.onPattern("\\s+").omitEmptyStrings().split(reason));
    String text = line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
    notices.failed(mail, List.of(recipient), "5.7.1", text.isEmpty() ? "refused" : text);
    return true;
  }

  @Override
  public String getMailetInfo() {
    return "Runs people's Sieve scripts";
  }
}
