package org.godwit.imap.command;

import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.process.ImapSession;

/** A mailbox that was opened by EXAMINE is not changed (RFC 9051 §6.3.3). */
final class ReadOnly {
  private static final String EXAMINED = "godwit.examined";

  private ReadOnly() {}

  static void examined(ImapSession session, boolean examined) {
    session.setAttribute(EXAMINED, examined ? Boolean.TRUE : null);
  }

  static boolean examined(ImapSession session) {
    return session.getAttribute(EXAMINED) != null;
  }

  /** Whether a command that changes the selected mailbox was refused. */
  static boolean refuses(ImapSession session, ImapRequest request, Replies replies) {
    if (!examined(session)) {
      return false;
    }
    MailboxCommand.no(request, replies, "[CANNOT] the mailbox is open read-only"); // 5530 §3
    return true;
  }
}
