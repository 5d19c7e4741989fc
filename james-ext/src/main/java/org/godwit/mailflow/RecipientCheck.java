package org.godwit.mailflow;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.godwit.store.account.Addressees;
import org.godwit.store.account.Room;
import org.godwit.store.account.UnicodeAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses at RCPT, in SMTP and LMTP, what delivery would return later: addresses that are nobody
 * (5321 §3.3: 550), and mailboxes that are full (552); behind DATA once more by the room that RCPT
 * saw, when the message is larger than SIZE had said. It replaces James's ValidRcptHandler, which
 * knows neither subaddresses nor postmaster.
 */
public final class RecipientCheck implements RcptHook, JamesMessageHook, EachRecipient {

  private static final Logger LOG = LoggerFactory.getLogger(RecipientCheck.class);

  /** What SIZE= of MAIL said (1870 §4); James's own key. */
  private static final AttachmentKey<Integer> SIZE = AttachmentKey.of("MESG_SIZE", Integer.class);

  /** The rooms of all who would get the mail for a recipient; none when it goes elsewhere, too. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // a key has a class, and that no type arguments
  private static final AttachmentKey<Map<MailAddress, List<Room>>> ROOMS =
      (AttachmentKey) AttachmentKey.of("RECIPIENT_ROOMS", Map.class);

  /** What a message may be larger than was said: our own trace. */
  private static final int TRACE = 1_000;

  private static final HookResult FULL =
      refused(SMTPRetCode.QUOTA_EXCEEDED, "5.2.2 the mailbox is full"); // 3463 §3.3

  private final Routes routes;
  private final Addressees addressees;

  @Inject
  public RecipientCheck(Routes routes, Addressees addressees) {
    this.routes = routes;
    this.addressees = addressees;
  }

  @Override
  public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
    try {
      Route route = routes.of(recipient);
      if (route.refusal().isPresent()) {
        Route.Refusal why = route.refusal().get();
        return refused(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, why.status() + " " + why.text());
      }
      List<Room> rooms = rooms(route);
      rooms(session).put(recipient, rooms);
      return isFull(rooms, session.getAttachment(SIZE, State.Transaction).orElse(1));
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

  private static Map<MailAddress, List<Room>> rooms(SMTPSession session) {
    return session
        .getAttachment(ROOMS, State.Transaction)
        .orElseGet(
            () -> {
              Map<MailAddress, List<Room>> none = new HashMap<>();
              session.setAttachment(ROOMS, none, State.Transaction);
              return none;
            });
  }

  private List<Room> rooms(Route route) {
    if (!route.elsewhere().isEmpty()) {
      return List.of();
    }
    if (route.room().isPresent()) {
      return List.of(route.room().get());
    }
    return addressees.rooms(route.people().stream().map(UnicodeAddress::user).toList());
  }

  /** When nobody could have the mail. A group with one full mailbox is not full. */
  private static HookResult isFull(List<Room> rooms, long size) {
    return !rooms.isEmpty() && rooms.stream().noneMatch(room -> room.fits(size))
        ? FULL
        : HookResult.DECLINED;
  }

  @Override
  public HookResult onMessage(SMTPSession session, Mail mail, MailAddress recipient) {
    return isFull(session, mail, List.of(recipient));
  }

  @Override
  public HookResult onMessage(SMTPSession session, Mail mail) {
    return isFull(session, mail, mail.getRecipients());
  }

  /** When that holds for all these recipients. */
  private static HookResult isFull(
      SMTPSession session, Mail mail, Collection<MailAddress> recipients) {
    long size = size(mail);
    if (size <= session.getAttachment(SIZE, State.Transaction).orElse(0) + TRACE) {
      return HookResult.DECLINED; // RCPT has looked
    }
    Map<MailAddress, List<Room>> rooms = rooms(session);
    boolean full =
        recipients.stream()
            .allMatch(one -> isFull(rooms.getOrDefault(one, List.of()), size).equals(FULL));
    return full ? FULL : HookResult.DECLINED;
  }

  private static long size(Mail mail) {
    try {
      return mail.getMessageSize();
    } catch (MessagingException e) {
      LOG.warn("the size of a message cannot be told: {}", e.toString());
      return 0; // then delivery says whether it fits
    }
  }

  private static HookResult refused(String code, String text) {
    return HookResult.builder()
        .hookReturnCode(HookReturnCode.deny())
        .smtpReturnCode(code)
        .smtpDescription(text)
        .build();
  }
}
