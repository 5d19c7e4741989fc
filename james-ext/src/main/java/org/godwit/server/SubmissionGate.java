package org.godwit.server;

import javax.inject.Inject;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may submit mail, and as whom: users who logged in, as themselves and their aliases. The empty
 * sender is everybody's: read receipts have it (8098 §2.1).
 */
final class SubmissionGate implements MailHook {
  private static final Logger LOG = LoggerFactory.getLogger(SubmissionGate.class);

  // 6409 §4.3
  private static final HookResult LOG_IN = refuse("530", "5.7.0 Authentication required");
  // 6409 §6.1
  private static final HookResult NOT_YOURS =
      refuse("553", "5.7.1 You may not send as this address");
  private static final HookResult LATER =
      HookResult.builder()
          .hookReturnCode(HookReturnCode.denySoft())
          .smtpReturnCode("451")
          .smtpDescription("4.3.0 Cannot check the sender now, try again")
          .build();

  private final CanSendFrom senders;
  private final UsersRepository users;

  @Inject
  SubmissionGate(CanSendFrom senders, UsersRepository users) {
    this.senders = senders;
    this.users = users;
  }

  private static HookResult refuse(String code, String text) {
    return HookResult.builder()
        .hookReturnCode(HookReturnCode.deny())
        .smtpReturnCode(code)
        .smtpDescription(text)
        .build();
  }

  @Override
  public HookResult doMail(SMTPSession session, MaybeSender sender) {
    Username user = session.getUsername();
    if (user == null) {
      return LOG_IN;
    }
    if (sender.isNullSender()) {
      return HookResult.DECLINED;
    }
    try {
      boolean allowed = senders.userCanSendFrom(user, users.getUsername(sender.get()));
      return allowed ? HookResult.DECLINED : NOT_YOURS;
    } catch (UsersRepositoryException | RuntimeException e) {
      LOG.warn("cannot check whether {} may send as {}", user.asString(), sender.asString(), e);
      return LATER;
    }
  }
}
