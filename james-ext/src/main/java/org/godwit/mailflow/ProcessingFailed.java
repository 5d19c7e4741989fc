package org.godwit.mailflow;

import java.util.Optional;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;

/**
 * The mailet of the processor "error": nothing is lost here. What a mailet or matcher threw makes
 * the whole mail be tried again; a mail that was sent here without an error can never work.
 */
public final class ProcessingFailed extends GenericMailet {

  @Override
  public void service(Mail mail) {
    Processing processing = Processing.of(mail);
    Optional<Throwable> thrown =
        mail.getAttribute(Mail.MAILET_ERROR)
            .map(attribute -> attribute.getValue().value())
            .filter(Throwable.class::isInstance)
            .map(Throwable.class::cast);
    thrown.ifPresentOrElse(
        cause -> processing.failed("processing", cause), () -> processing.never(reason(mail)));
    mail.setState(Mail.GHOST);
  }

  private static String reason(Mail mail) {
    return Optional.ofNullable(mail.getErrorMessage())
        .flatMap(text -> text.lines().findFirst())
        .orElse("sent to the processor for errors");
  }

  @Override
  public String getMailetInfo() {
    return "Has a failed mail tried again";
  }
}
