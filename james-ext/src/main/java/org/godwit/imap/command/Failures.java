package org.godwit.imap.command;

import org.apache.james.imap.main.DeniedAccessOnSharedMailboxException;
import org.apache.james.mailbox.exception.DifferentDomainException;
import org.apache.james.mailbox.exception.HasEmptyMailboxNameInHierarchyException;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNameException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.MessageRangeException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.exception.ReadOnlyException;
import org.apache.james.mailbox.exception.TooLongMailboxNameException;
import org.godwit.store.StoreUnavailable;

/** What a client hears when a command fails. RFC 5530 §3 unless another is named. */
public final class Failures {
  private static final String BUG = "NO [SERVERBUG] the command failed";

  private Failures() {}

  /** The answer for a failure; never a name of ours, a path or a trace. */
  public static String answer(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      String known = known(e);
      if (known != null) {
        return known;
      }
    }
    return BUG;
  }

  /** Whether nobody foresaw this failure, so that the log needs all of it. */
  public static boolean isBug(Throwable failure) {
    return answer(failure).equals(BUG);
  }

  private static String known(Throwable e) {
    return switch (e) {
      case StoreUnavailable away -> "NO [UNAVAILABLE] try again later";
      case OverQuotaException full -> "NO [OVERQUOTA] the quota is used up"; // 9208 §4.3.1
      case MailboxNotFoundException none -> "NO [NONEXISTENT] no such mailbox";
      case MailboxExistsException twice -> "NO [ALREADYEXISTS] there is such a mailbox";
      case InsufficientRightsException rights -> "NO [NOPERM] not permitted";
      case DifferentDomainException far -> "NO [CANNOT] mail is shared within one domain only";
      case DeniedAccessOnSharedMailboxException other -> "NO [NOPERM] not permitted";
      case ReadOnlyException readOnly -> "NO [NOPERM] the mailbox is read-only";
      case MessageRangeException range -> "BAD no such message";
      case TooLongMailboxNameException name -> "NO [CANNOT] the name is too long";
      case HasEmptyMailboxNameInHierarchyException name -> "NO [CANNOT] the name has an empty part";
      case MailboxNameException name -> "NO [CANNOT] the name is not possible";
      default -> null;
    };
  }
}
