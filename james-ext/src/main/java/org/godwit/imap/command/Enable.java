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

/** ENABLE (RFC 5161 §3.1) for CONDSTORE and QRESYNC. What we do not know is ignored. */
final class Enable extends MailboxCommand<EnableRequest>
    implements CapabilityImplementingProcessor {

  Enable(Parts parts) {
    super(EnableRequest.class, parts);
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(
        ImapConstants.SUPPORTS_ENABLE,
        ImapConstants.SUPPORTS_CONDSTORE,
        ImapConstants.SUPPORTS_QRESYNC);
  }

  @Override
  void run(EnableRequest request, ImapSession session, Replies replies) throws MailboxException {
    boolean before = Modseqs.condstore(session);
    Set<Capability> enabled = EnableProcessor.getEnabledCapabilities(session);
    Set<String> fresh = new LinkedHashSet<>();
    for (Capability asked : request.getCapabilities()) {
      boolean known =
          asked.equals(ImapConstants.SUPPORTS_CONDSTORE)
              || asked.equals(ImapConstants.SUPPORTS_QRESYNC);
      if (known && enabled.add(asked)) {
        fresh.add(asked.asString());
      }
    }
    replies.untagged(("ENABLED " + String.join(" ", fresh)).strip());
    if (!before && !fresh.isEmpty() && session.getSelected() != null) {
      // 7162 §3.1: the command that turns CONDSTORE on is told where it starts.
      long highest = Modseqs.highest(selected(session), session);
      replies.untagged("OK [HIGHESTMODSEQ " + highest + "] highest");
    }
    ok(request, replies, "enabled");
  }
}
