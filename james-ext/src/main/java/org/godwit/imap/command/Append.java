package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.godwit.store.mailbox.MessageSets;
import org.godwit.store.mailbox.MessageSets.Incoming;

/**
 * APPEND (RFC 9051 §6.3.12); several messages come all or not at all (RFC 3502). What is binary in
 * them is kept in base64 (RFC 3516 §4.4).
 */
final class Append extends MailboxCommand<AppendMessages>
    implements CapabilityImplementingProcessor {
  private final MessageSets sets;
  private Optional<Long> appendLimit = Optional.empty();

  Append(Parts parts, MessageSets sets) {
    super(AppendMessages.class, parts);
    this.sets = sets;
  }

  @Override
  public void configure(ImapConfiguration configuration) {
    super.configure(configuration);
    appendLimit = configuration.getAppendLimit();
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    String limit = appendLimit.map(octets -> "=" + octets).orElse(""); // 7889 §2
    return List.of(
        Capability.of("APPENDLIMIT" + limit),
        Capability.of("BINARY"),
        Capability.of("MULTIAPPEND"));
  }

  @Override
  void run(AppendMessages request, ImapSession session, Replies replies) throws MailboxException {
    MessageManager mailbox;
    try {
      mailbox =
          getMailboxManager()
              .getMailbox(
                  PathConverter.forSession(session).buildFullPath(request.mailbox()),
                  session.getMailboxSession());
    } catch (MailboxNotFoundException e) {
      no(request, replies, "[TRYCREATE] no such mailbox"); // 9051 §6.3.12
      return;
    }
    List<Incoming> messages = new ArrayList<>();
    for (Incoming message : request.messages()) {
      messages.add(request.binary() ? BinaryParts.encoded(message) : message);
    }
    List<MessageUid> added =
        sets.append(Watched.original(mailbox), messages, session.getMailboxSession());
    tellNews(session, replies, false, false);
    long validity = mailbox.getMailboxEntity().getUidValidity().asLong();
    ok(request, replies, "[APPENDUID " + validity + " " + UidSets.text(added) + "] appended");
  }
}
