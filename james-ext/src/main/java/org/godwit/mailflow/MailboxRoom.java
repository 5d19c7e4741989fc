package org.godwit.mailflow;

import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;

/** Asks whether somebody's quota has room. Safe for many threads. */
final class MailboxRoom {

  private final QuotaRootResolver roots;
  private final QuotaManager quotas;

  @Inject
  MailboxRoom(QuotaRootResolver roots, QuotaManager quotas) {
    this.roots = roots;
    this.quotas = quotas;
  }

  /**
   * Whether one more message fits.
   *
   * @param size of the message in bytes, or what is known of it
   */
  boolean has(Username user, long size) throws MessagingException {
    try {
      QuotaRoot root = roots.getQuotaRoot(MailboxPath.inbox(user));
      QuotaManager.Quotas now = quotas.getQuotas(root);
      return !now.getMessageQuota().isOverQuotaWithAdditionalValue(1)
          && !now.getStorageQuota().isOverQuotaWithAdditionalValue(size);
    } catch (MailboxException e) {
      throw new MessagingException("a quota cannot be read now", e);
    }
  }
}
