package org.godwit.mailflow;

import java.util.Optional;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * The address that the sender wrote, kept on the mail for each person it led to: Sieve's envelope
 * test wants it, with its detail (RFC 5228 §5.4, RFC 5233 §4).
 */
public final class OriginalRecipient {

  private static final String PREFIX = "org.godwit.original-recipient.";

  private OriginalRecipient() {}

  private static AttributeName name(MailAddress person) {
    return AttributeName.of(PREFIX + person.asString());
  }

  /** Keeps the first address that led to a person. */
  static void keep(Mail mail, MailAddress person, MailAddress original) {
    if (!person.equals(original) && mail.getAttribute(name(person)).isEmpty()) {
      mail.setAttribute(new Attribute(name(person), AttributeValue.of(original.asString())));
    }
  }

  /** The address that led to a person; the person's own when nothing else is known. */
  public static MailAddress of(Mail mail, MailAddress person) {
    return mail.getAttribute(name(person))
        .flatMap(attribute -> attribute.getValue().valueAs(String.class))
        .flatMap(OriginalRecipient::parse)
        .orElse(person);
  }

  private static Optional<MailAddress> parse(String text) {
    try {
      return Optional.of(new MailAddress(text));
    } catch (AddressException e) {
      return Optional.empty(); // not written by us
    }
  }
}
