package org.godwit.imap.command;

import java.util.List;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.IDRequest;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;

/** ID (RFC 2971 §3.1). What a client says of itself is nobody's business, and is not kept. */
final class Id extends MailboxCommand<IDRequest> implements CapabilityImplementingProcessor {

  Id(Parts parts) {
    super(IDRequest.class, parts);
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(Capability.of("ID"));
  }

  @Override
  void run(IDRequest request, ImapSession session, Replies replies) {
    replies.untagged("ID (\"name\" \"Godwit\")"); // no version: strangers may ask
    ok(request, replies, "told");
  }
}
