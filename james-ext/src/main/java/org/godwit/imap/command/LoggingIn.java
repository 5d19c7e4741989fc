package org.godwit.imap.command;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxManager.CreateOption;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.trust.sasl.SaslStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What LOGIN and AUTHENTICATE share: what follows each step of an exchange. */
final class LoggingIn {
  private static final Logger LOGGER = LoggerFactory.getLogger(LoggingIn.class);

  /** What a user finds the first time; the special uses follow from the names. */
  private static final List<String> FIRST_MAILBOXES =
      List.of(MailboxConstants.INBOX, "Sent", "Drafts", "Junk", "Trash", "Archive");

  private final MailboxManager mailboxes;
  private final Capabilities capabilities;

  LoggingIn(MailboxManager mailboxes, Capabilities capabilities) {
    this.mailboxes = mailboxes;
    this.capabilities = capabilities;
  }

  /** Answers a step; after a challenge the client's next line goes on with the exchange. */
  void answer(String tag, SaslStep step, ImapSession session, Replies replies) {
    switch (step) {
      case SaslStep.Challenge challenge -> ask(tag, challenge.data(), session, replies);
      case SaslStep.Success success -> enter(tag, success, session, replies);
      case SaslStep.Refused refused -> refuse(tag, refused.why(), session, replies);
    }
  }

  private void ask(String tag, byte[] challenge, ImapSession session, Replies replies) {
    session.pushLineHandler(
        (same, line) -> {
          session.popLineHandler();
          String response = new String(line, StandardCharsets.ISO_8859_1).stripTrailing();
          answer(tag, ((Peer) session).attempts().next(response), session, replies);
        });
    // 9051 §6.2.2: "+", a blank, and base64, which may be empty
    replies.tagged("+", Base64.getEncoder().encodeToString(challenge));
    replies.flush();
  }

  private void enter(String tag, SaslStep.Success success, ImapSession session, Replies replies) {
    try {
      MailboxSession entered =
          mailboxes.authenticate(Username.of(success.user())).withoutDelegation();
      firstTime(entered);
      session.setMailboxSession(entered);
      JmapAccess.opened(session, success.scopes());
      session.authenticated();
      session.stopDetectingCommandInjection();
      // 9051 §7.1: told at once, it need not be asked for
      replies.tagged(tag, "OK [CAPABILITY " + capabilities.line(session) + "] welcome");
    } catch (MailboxException | RuntimeException e) {
      if (Failures.isBug(e)) {
        LOGGER.error("A login failed after the password was right", e);
      }
      replies.tagged(tag, Failures.answer(e));
    }
  }

  private void firstTime(MailboxSession session) throws MailboxException {
    if (Boolean.TRUE.equals(
        reactor.core.publisher.Mono.from(mailboxes.hasInbox(session)).block())) {
      return;
    }
    for (String name : FIRST_MAILBOXES) {
      try {
        mailboxes.createMailbox(
            MailboxPath.forUser(session.getUser(), name),
            CreateOption.CREATE_SUBSCRIPTION,
            session);
      } catch (MailboxExistsException e) {
        LOGGER.debug("Another login was first to make {}", name);
      }
    }
  }

  private static void refuse(
      String tag, SaslStep.Failure why, ImapSession session, Replies replies) {
    replies.tagged(
        tag,
        switch (why) {
          case CREDENTIALS -> "NO [AUTHENTICATIONFAILED] wrong name or password"; // 5530 §3
          case MALFORMED -> "BAD that is not how it is written";
          case CANCELLED -> "BAD given up"; // 9051 §6.2.2
          case MECHANISM -> "NO [CANNOT] not offered here; see CAPABILITY";
          case SLOWED -> "NO [LIMIT] too many failures; try again later";
          case UNAVAILABLE -> "NO [UNAVAILABLE] try again later";
        });
    if (((Peer) session).attempts().exhausted()) {
      replies.untagged("BYE too many failures");
      session.logout().block();
    }
  }
}
