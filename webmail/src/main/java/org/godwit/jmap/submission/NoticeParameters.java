package org.godwit.jmap.submission;

import com.google.common.collect.ImmutableMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.EnvId;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.DsnParameters.Ret;
import org.apache.mailet.DsnParameters.XText;
import org.godwit.jmap.SetError;

/** What a sender wants to be told, as MAIL and RCPT would say it (3461 §4). */
final class NoticeParameters {

  /** Parameters of MAIL that say nothing here: we know the message ourselves. */
  private static final Set<String> IDLE =
      Set.of("SIZE", "BODY", "SMTPUTF8", "HOLDFOR", "HOLDUNTIL");

  private NoticeParameters() {}

  static Optional<DsnParameters> of(
      SentEnvelope envelope, Map<MailAddress, Map<String, String>> recipients) throws SetError {
    Optional<EnvId> id = Optional.empty();
    Optional<Ret> ret = Optional.empty();
    for (Map.Entry<String, String> one : envelope.mailFrom().parameters().entrySet()) {
      String value = one.getValue() == null ? "" : one.getValue();
      switch (one.getKey()) {
        case "ENVID" -> id = Optional.of(envelopeId(value));
        case "RET" -> ret = Optional.of(Ret.parse(value).orElseThrow(() -> wrong(one.getKey())));
        default -> {
          if (!IDLE.contains(one.getKey())) { // 5321 §4.1.1.11
            throw wrong(one.getKey());
          }
        }
      }
    }
    ImmutableMap.Builder<MailAddress, RecipientDsnParameters> each = ImmutableMap.builder();
    for (Map.Entry<MailAddress, Map<String, String>> one : recipients.entrySet()) {
      recipient(one.getValue()).ifPresent(asked -> each.put(one.getKey(), asked));
    }
    return DsnParameters.of(id, ret, each.build());
  }

  private static EnvId envelopeId(String value) throws SetError {
    if (value.isEmpty() || value.length() > 100) { // 3461 §4.4
      throw wrong("ENVID");
    }
    try {
      return EnvId.of(value);
    } catch (IllegalArgumentException noXtext) {
      throw wrong("ENVID");
    }
  }

  private static Optional<RecipientDsnParameters> recipient(Map<String, String> parameters)
      throws SetError {
    Optional<EnumSet<Notify>> notify = Optional.empty();
    Optional<MailAddress> original = Optional.empty();
    for (Map.Entry<String, String> one : parameters.entrySet()) {
      String value = one.getValue() == null ? "" : one.getValue();
      try {
        switch (one.getKey()) {
          case "NOTIFY" -> notify = Optional.of(Notify.parse(value)); // 3461 §4.1
          case "ORCPT" -> original = original(value);
          default -> throw wrong(one.getKey());
        }
      } catch (IllegalArgumentException | AddressException e) {
        throw wrong(one.getKey());
      }
    }
    return RecipientDsnParameters.of(notify, original);
  }

  /** 3461 §4.2: a type and an address; of other types than rfc822 we carry none on. */
  private static Optional<MailAddress> original(String value) throws AddressException, SetError {
    int semicolon = value.indexOf(';');
    if (semicolon <= 0 || value.length() > 500) {
      throw wrong("ORCPT");
    }
    return value.substring(0, semicolon).equalsIgnoreCase("rfc822")
        ? Optional.of(new MailAddress(XText.decode(value.substring(semicolon + 1))))
        : Optional.empty();
  }

  private static SetError wrong(String parameter) {
    return SetError.invalidProperties(
        "the parameter " + parameter.replaceAll("[^A-Z0-9-]", "?") + " is not understood",
        "envelope");
  }
}
