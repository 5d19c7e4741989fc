package org.godwit.mailflow;

import java.util.Optional;
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
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.godwit.store.account.UnicodeAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses at RCPT, in SMTP and LMTP, what delivery would return later: addresses that are nobody
 * (5321 §3.3: 550), and mailboxes that are full (552); behind DATA once more, when the message is
 * larger than SIZE had said. It replaces James's ValidRcptHandler, which knows neither subaddresses
 * nor postmaster.
 */
public final class RecipientCheck implements RcptHook, JamesMessageHook, EachRecipient {

  private static final Logger LOG = LoggerFactory.getLogger(RecipientCheck.class);

  /** What SIZE= of MAIL said (1870 §4); James's own key. */
  private static final AttachmentKey<Integer> SIZE = AttachmentKey.of("MESG_SIZE", Integer.class);

  /** What a message may be larger than was said: our own trace. */
  private static final int TRACE = 1_000;

  private static final HookResult FULL =
      refused(SMTPRetCode.QUOTA_EXCEEDED, "5.2.2 the mailbox is full"); // 3463 §3.3

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
      return check(recipient, session.getAttachment(SIZE, State.Transaction).orElse(1));
    } catch (MessagingException | RuntimeException e) {
      LOG.warn("a recipient cannot be checked now: {}", e.toString());
      return HookResult.builder()
          .hookReturnCode(HookReturnCode.denySoft())
          .smtpReturnCode(SMTPRetCode.LOCAL_ERROR)
          .smtpDescription("4.3.0 try again later")
          .build();
    }
  }

  /**
   * Why an address of ours leads to nobody.
   *
   * @return empty when mail for it can go its way
   * @throws MessagingException it cannot be told now
   */
  public Optional<String> refusal(MailAddress recipient) throws MessagingException {
    return routes.of(recipient).refusal().map(why -> why.status() + " " + why.text());
  }

  private HookResult check(MailAddress recipient, long size) throws MessagingException {
    Route route = routes.of(recipient);
    if (route.refusal().isPresent()) {
      Route.Refusal why = route.refusal().get();
      return refused(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, why.status() + " " + why.text());
    }
    return isFull(route, size) ? FULL : HookResult.DECLINED;
  }

  @Override
  public HookResult onMessage(SMTPSession session, Mail mail, MailAddress recipient) {
    try {
      long size = mail.getMessageSize();
      return sizeWasTold(session, size) ? HookResult.DECLINED : check(recipient, size);
    } catch (MessagingException | RuntimeException e) {
      LOG.warn("a recipient cannot be looked at again now: {}", e.toString());
      return HookResult.DECLINED; // then the queue or delivery says it
    }
  }

  /** Then RCPT has looked. */
  private static boolean sizeWasTold(SMTPSession session, long size) {
    return size <= session.getAttachment(SIZE, State.Transaction).orElse(0) + TRACE;
  }

  @Override
  public HookResult onMessage(SMTPSession session, Mail mail) {
    try {
      long size = mail.getMessageSize();
      if (sizeWasTold(session, size)) {
        return HookResult.DECLINED;
      }
      for (MailAddress recipient : mail.getRecipients()) {
        if (!isFull(routes.of(recipient), size)) {
          return HookResult.DECLINED;
        }
      }
      return FULL;
    } catch (MessagingException | RuntimeException e) {
      LOG.warn("the room for a message cannot be looked for now: {}", e.toString());
      return HookResult.DECLINED; // then delivery says it
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
