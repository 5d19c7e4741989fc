package org.godwit.mailflow.outbound;

import java.util.Map;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.godwit.store.submission.SubmissionProgress.Delivery;

/** Hears what became of a mail's recipients, whether its sender is told or not. */
@FunctionalInterface
public interface DeliveryWatch {

  /**
   * May be called again with the same news.
   *
   * @throws org.godwit.store.StoreUnavailable they could not be kept; call again
   */
  void heard(Mail mail, Map<MailAddress, Delivery> news);
}
