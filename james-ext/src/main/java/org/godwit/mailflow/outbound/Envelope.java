package org.godwit.mailflow.outbound;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.Mail;

/**
 * Who sends to whom, and what the sender wants to hear of it (3461).
 *
 * @param sender empty is the null sender
 * @param withoutDemands whether it goes whatever the destination demands
 */
record Envelope(
    Optional<MailAddress> sender,
    List<MailAddress> recipients,
    Optional<DsnParameters> dsn,
    boolean withoutDemands) {

  static Envelope of(Mail mail) {
    return new Envelope(
        mail.getMaybeSender().asOptional(),
        List.copyOf(mail.getRecipients()),
        dsn(mail),
        new QueuedMail(mail).goesWithoutDemands());
  }

  private static Optional<DsnParameters> dsn(Mail mail) {
    try {
      return mail.dsnParameters();
    } catch (RuntimeException unreadable) {
      return Optional.empty(); // then the defaults of 3461 hold, which err towards reporting
    }
  }

  Envelope with(Collection<MailAddress> others) {
    return new Envelope(sender, List.copyOf(others), dsn, withoutDemands);
  }

  /** Empty when the sender left it to us. */
  Optional<EnumSet<Notify>> notify(MailAddress recipient) {
    return of(recipient).flatMap(RecipientDsnParameters::getNotifyParameter);
  }

  Optional<MailAddress> original(MailAddress recipient) {
    return of(recipient).flatMap(RecipientDsnParameters::getOrcptParameter);
  }

  Optional<DsnParameters.Ret> ret() {
    return dsn.flatMap(DsnParameters::getRetParameter);
  }

  /** Still in xtext. */
  Optional<String> envelopeId() {
    return dsn.flatMap(DsnParameters::getEnvIdParameter).map(DsnParameters.EnvId::asString);
  }

  private Optional<RecipientDsnParameters> of(MailAddress recipient) {
    return dsn.flatMap(all -> Optional.ofNullable(all.getRcptParameters().get(recipient)));
  }
}
