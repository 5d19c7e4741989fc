package org.godwit.imap.command;

import java.util.EnumSet;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.EnableProcessor;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.MailboxMetaData;
import org.apache.james.mailbox.exception.MailboxException;

/** CONDSTORE and QRESYNC (RFC 7162): whether they are on, and what they add to answers. */
final class Modseqs {

  private Modseqs() {}

  static boolean qresync(ImapSession session) {
    return EnableProcessor.getEnabledCapabilities(session).contains(ImapConstants.SUPPORTS_QRESYNC);
  }

  static boolean condstore(ImapSession session) {
    return qresync(session)
        || EnableProcessor.getEnabledCapabilities(session)
            .contains(ImapConstants.SUPPORTS_CONDSTORE);
  }

  /** Turns CONDSTORE on when it is not; true when it was not. */
  static boolean enableCondstore(ImapSession session) {
    boolean was = condstore(session);
    EnableProcessor.getEnabledCapabilities(session).add(ImapConstants.SUPPORTS_CONDSTORE);
    return !was;
  }

  static long highest(MessageManager mailbox, ImapSession session) throws MailboxException {
    return told(
        mailbox
            .getMetaData(
                MailboxMetaData.RecentMode.IGNORE,
                session.getMailboxSession(),
                EnumSet.of(MailboxMetaData.Item.HighestModSeq))
            .getHighestModSeq()
            .asLong());
  }

  /** 7162 §7: of a mailbox in which nothing has happened it is 1, for 0 says that there is none. */
  static long told(long highest) {
    return Math.max(1, highest);
  }

  /** The code of a tagged OK after messages went, with a blank behind it; empty without QRESYNC. */
  static String codeAfterExpunge(MailboxCommand<?> command, ImapSession session)
      throws MailboxException {
    if (!qresync(session)) {
      return "";
    }
    return "[HIGHESTMODSEQ " + highest(command.selected(session), session) + "] ";
  }
}
