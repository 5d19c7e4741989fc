package org.godwit.imap.command;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.EnableRequest;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.imap.processor.EnableProcessor;
import org.apache.james.mailbox.exception.MailboxException;

/**
 * ENABLE (RFC 5161 §3.1) for CONDSTORE, QRESYNC, UTF8=ACCEPT, UIDONLY and IMAP4rev2. What we do not
 * know is ignored.
 */
final class Enable extends MailboxCommand<EnableRequest>
    implements CapabilityImplementingProcessor {

  private static final Set<Capability> KNOWN =
      Set.of(
          ImapConstants.SUPPORTS_CONDSTORE,
          ImapConstants.SUPPORTS_QRESYNC,
          Dialect.REV2,
          Dialect.UTF8,
          Dialect.UIDONLY);

  Enable(Parts parts) {
    super(EnableRequest.class, parts);
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(
        ImapConstants.SUPPORTS_ENABLE,
        ImapConstants.SUPPORTS_CONDSTORE,
        ImapConstants.SUPPORTS_QRESYNC,
        Dialect.REV2,
        Dialect.UTF8,
        Dialect.UIDONLY);
  }

  @Override
  void run(EnableRequest request, ImapSession session, Replies replies) throws MailboxException {
    boolean before = Modseqs.condstore(session);
    Set<Capability> enabled = EnableProcessor.getEnabledCapabilities(session);
    Set<String> fresh = new LinkedHashSet<>();
    for (Capability asked : request.getCapabilities()) {
      if (KNOWN.contains(asked) && enabled.add(asked)) {
        fresh.add(Dialect.written(asked));
      }
    }
    replies.untagged(("ENABLED " + String.join(" ", fresh)).strip());
    if (!before && Modseqs.condstore(session) && session.getSelected() != null) {
      // 7162 §3.1: the command that turns CONDSTORE on is told where it starts.
      long highest = Modseqs.highest(selected(session), session);
      replies.untagged("OK [HIGHESTMODSEQ " + highest + "] highest");
    }
    ok(request, replies, "enabled");
  }
}
