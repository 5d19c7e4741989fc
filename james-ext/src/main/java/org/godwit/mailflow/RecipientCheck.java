package org.godwit.mailflow;

import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.godwit.store.account.UnicodeAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses at RCPT, in SMTP and LMTP, what delivery would return later: addresses that are nobody
 * (5321 §3.3: 550), and mailboxes that are full (552). It replaces James's ValidRcptHandler, which
 * knows neither subaddresses nor postmaster.
 */
public final class RecipientCheck implements RcptHook {

  private static final Logger LOG = LoggerFactory.getLogger(RecipientCheck.class);

  /** What SIZE= of MAIL said (1870 §4); James's own key. */
  private static final AttachmentKey<Integer> SIZE = AttachmentKey.of("MESG_SIZE", Integer.class);

  private final Routes routes;
  private final MailboxRoom room;

  @Inject
  public RecipientCheck(Routes routes, MailboxRoom room) {
    this.routes = routes;
    this.room = room;
  }

  @Override
  public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
    try {
      Route route = routes.of(recipient);
      if (route.refusal().isPresent()) {
        Route.Refusal why = route.refusal().get();
        return refused(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, why.status() + " " + why.text());
      }
      long size = session.getAttachment(SIZE, State.Transaction).orElse(1);
      if (isFull(route, size)) {
        return refused(SMTPRetCode.QUOTA_EXCEEDED, "5.2.2 the mailbox is full"); // 3463 §3.3
      }
      return HookResult.DECLINED;
    } catch (MessagingException | RuntimeException e) {
      LOG.warn("a recipient cannot be checked now: {}", e.toString());
      return HookResult.builder()
          .hookReturnCode(HookReturnCode.denySoft())
          .smtpReturnCode(SMTPRetCode.LOCAL_ERROR)
          .smtpDescription("4.3.0 try again later")
          .build();
    }
  }

  /** Whether nobody could have the mail. A group with one full mailbox is not full. */
  private boolean isFull(Route route, long size) throws MessagingException {
    if (!route.elsewhere().isEmpty() || route.people().isEmpty()) {
      return false;
    }
    for (MailAddress person : route.people()) {
      if (room.has(UnicodeAddress.user(person), size)) {
        return false;
      }
    }
    return true;
  }

  private static HookResult refused(String code, String text) {
    return HookResult.builder()
        .hookReturnCode(HookReturnCode.deny())
        .smtpReturnCode(code)
        .smtpDescription(text)
        .build();
  }
}
