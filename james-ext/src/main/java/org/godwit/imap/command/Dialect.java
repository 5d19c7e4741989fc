package org.godwit.imap.command;

import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.processor.EnableProcessor;
import org.apache.james.mailbox.MessageUid;

/** How a session speaks, once ENABLE has changed it. */
public final class Dialect {
  static final Capability REV2 = Capability.of("IMAP4REV2");
  static final Capability UTF8 = Capability.of("UTF8=ACCEPT");
  static final Capability UIDONLY = Capability.of("UIDONLY");

  private Dialect() {}

  private static boolean enabled(ImapSession session, Capability capability) {
    return EnableProcessor.getEnabledCapabilities(session).contains(capability);
  }

  /** In the case that clients compare with. */
  static String written(Capability capability) {
    return capability.equals(REV2) ? "IMAP4rev2" : capability.asString();
  }

  /** IMAP4rev2 (RFC 9051): ESEARCH for SEARCH, and nothing is recent. */
  static boolean rev2(ImapSession session) {
    return enabled(session, REV2);
  }

  /** Whether names and strings are UTF-8 (9755 §3, 9051 §5.1). */
  public static boolean utf8(ImapSession session) {
    return enabled(session, UTF8) || rev2(session);
  }

  /** Whether RFC 9755 is followed, where it is stricter than RFC 9051. */
  public static boolean onlyUtf8(ImapSession session) {
    return enabled(session, UTF8) && !rev2(session);
  }

  /** Whether a message is told as recent; IMAP4rev2 has no such thing (9051 §2.3.2). */
  static boolean recent(ImapSession session, SelectedMailbox selected, MessageUid uid) {
    return !rev2(session) && selected.isRecent(uid);
  }

  /** Whether there are no message numbers (9586 §3). */
  static boolean uidOnly(ImapSession session) {
    return enabled(session, UIDONLY);
  }
}
