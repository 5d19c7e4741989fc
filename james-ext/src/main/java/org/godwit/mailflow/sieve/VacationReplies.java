package org.godwit.mailflow.sieve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.mail.Header;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.AliasReverseResolver;
import org.apache.james.rrt.api.RecipientRewriteTable.ErrorMappingException;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.vacation.api.AccountId;
import org.apache.james.vacation.api.NotificationRegistry;
import org.apache.james.vacation.api.RecipientId;
import org.apache.mailet.Mail;
import org.godwit.mailflow.OriginalRecipient;
import org.godwit.store.account.UnicodeAddress;

/**
 * Whom the action "vacation" answers (RFC 5230 §4): people who have written to the owner, once in a
 * while; no lists, no programs, no reports. Safe for many threads.
 */
final class VacationReplies {
  private static final Set<String> TO =
      Set.of("to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc");
  private static final Set<String> BULK = Set.of("bulk", "list", "junk");

  private final NotificationRegistry answered;
  private final AliasReverseResolver aliases;
  private final Clock clock;

  @Inject
  VacationReplies(NotificationRegistry answered, AliasReverseResolver aliases, Clock clock) {
    this.answered = answered;
    this.aliases = aliases;
    this.clock = clock;
  }

  /** The answer, noted as given; empty when none is due. */
  Optional<Mail> reply(Mail mail, MailAddress recipient, SieveAction.Vacation vacation)
      throws MessagingException {
    Optional<MailAddress> sender = mail.getMaybeSender().asOptional();
    if (sender.isEmpty() || isProgram(sender.get()) || isAutomatic(mail.getMessage())) {
      return Optional.empty();
    }
    Set<String> own = ownAddresses(mail, recipient);
    Set<String> said = new HashSet<>(own);
    vacation.addresses().forEach(address -> said.add(lower(address)));
    if (said.contains(lower(UnicodeAddress.text(sender.get())))
        || !isAddressed(mail.getMessage(), said)) {
      return Optional.empty();
    }
    if (!note(UnicodeAddress.user(recipient), sender.get(), vacation)) {
      return Optional.empty();
    }
    return Optional.of(
        new VacationLetter(mail.getMessage(), recipient, sender.get(), vacation, own)
            .mail(clock.instant()));
  }

  // 5230 §4.6: "known to be used by automated senders"
  private static boolean isProgram(MailAddress sender) {
    String local = lower(sender.getLocalPart());
    return local.startsWith("owner-")
        || local.endsWith("-request")
        || local.endsWith("-bounces")
        || Set.of("mailer-daemon", "listserv", "majordomo", "noreply", "no-reply").contains(local);
  }

  private static boolean isAutomatic(MimeMessage message) throws MessagingException {
    for (Header header : Collections.list(message.getAllHeaders())) {
      String name = lower(header.getName());
      String value = lower(header.getValue() == null ? "" : header.getValue().strip());
      boolean automatic =
          name.startsWith("list-") // 5230 §4.6, 2369, 2919
              || (name.equals("auto-submitted") && !value.equals("no")) // 3834 §2
              || (name.equals("precedence") && BULK.contains(value))
              || (name.equals("x-auto-response-suppress") && !value.equals("none"));
      if (automatic) {
        return true;
      }
    }
    return false;
  }

  /** What is known to be the owner's; what the script says besides is no proof. */
  private Set<String> ownAddresses(Mail mail, MailAddress recipient) throws MessagingException {
    Set<String> own = new HashSet<>();
    own.add(lower(UnicodeAddress.text(recipient)));
    own.add(lower(UnicodeAddress.text(OriginalRecipient.of(mail, recipient))));
    try (Stream<MailAddress> known = aliases.listAddresses(UnicodeAddress.user(recipient))) {
      known.forEach(address -> own.add(lower(UnicodeAddress.text(address))));
    } catch (RecipientRewriteTableException | ErrorMappingException e) {
      throw new MessagingException("aliases cannot be read now", e);
    }
    return own;
  }

  // 5230 §4.5: the message has to be addressed to the owner
  private static boolean isAddressed(MimeMessage message, Set<String> own)
      throws MessagingException {
    for (Header header : Collections.list(message.getAllHeaders())) {
      if (TO.contains(lower(header.getName()))
          && Addresses.in(header.getValue()).stream().anyMatch(a -> own.contains(lower(a)))) {
        return true;
      }
    }
    return false;
  }

  /** Notes an answer; false when the sender has had one lately. */
  private boolean note(Username owner, MailAddress sender, SieveAction.Vacation vacation) {
    AccountId account = AccountId.fromString(owner.asString() + " " + shortened(vacation.handle()));
    RecipientId recipient = RecipientId.fromMailAddress(sender);
    if (Boolean.TRUE.equals(answered.isRegistered(account, recipient).block())) {
      return false;
    }
    ZonedDateTime until = clock.instant().atZone(ZoneOffset.UTC).plusDays(vacation.days());
    answered.register(account, recipient, Optional.of(until)).block();
    return true;
  }

  /** A name of bounded length for a handle of any length. */
  private static String shortened(String handle) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(handle.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** One line of what may have been several, for a header field. */
  static String line(String text) {
    return String.join(" ", List.of(text.strip().split("\\s+", -1)));
  }
}
