package org.godwit.imap.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.Content;
import org.godwit.store.mailbox.MessageReading;
import org.godwit.store.mailbox.MessageSets;
import org.godwit.store.mailbox.MessageSets.Incoming;
import org.godwit.store.message.BinaryParts;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.MimePart;

/**
 * APPEND (RFC 9051 §6.3.12); several messages come all or not at all (RFC 3502). What is binary in
 * them is kept in base64 (RFC 3516 §4.4). They may be put together from what is here (RFC 4469).
 */
final class Append extends MailboxCommand<AppendMessages>
    implements CapabilityImplementingProcessor {
  private final MessageReading reading;
  private final MessageSets sets;
  private Optional<Long> appendLimit = Optional.empty();

  Append(Parts parts, MessageReading reading, MessageSets sets) {
    super(AppendMessages.class, parts);
    this.reading = reading;
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
        Capability.of("CATENATE"),
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
    if (limit().isExceededBy(request.messages().size())) { // 9738 §3.1
      no(request, replies, limit().refusal());
      return;
    }
    List<Incoming> messages;
    try {
      messages = incoming(request, session);
    } catch (Catenation.BadUrl e) {
      no(request, replies, e.code() + "no such message or part"); // 4469 §4.1
      return;
    }
    if (isTooBig(messages)) {
      no(request, replies, "[TOOBIG] the message is larger than " + appendLimit.get() + " bytes");
      return;
    }
    List<MessageUid> added =
        sets.append(Watched.original(mailbox), messages, session.getMailboxSession());
    tellNews(session, replies, false, false);
    long validity = mailbox.getMailboxEntity().getUidValidity().asLong();
    ok(request, replies, "[APPENDUID " + validity + " " + UidSets.text(added) + "] appended");
  }

  private List<Incoming> incoming(AppendMessages request, ImapSession session)
      throws MailboxException, Catenation.BadUrl {
    Catenation catenation = new Catenation(getMailboxManager(), reading, session);
    List<Incoming> messages = new ArrayList<>();
    for (AppendMessages.Message message : request.messages()) {
      Content content = catenation.octets(message.pieces()).asMailboxContent();
      Incoming incoming = new Incoming(content, message.flags(), message.date());
      messages.add(message.binary() ? encoded(incoming) : incoming);
    }
    return messages;
  }

  /**
   * 3516 §4.4: a message without binary parts, so that all commands can tell what is kept. What
   * holds a NUL elsewhere cannot be kept.
   */
  private static Incoming encoded(Incoming incoming) throws MailboxException {
    try {
      MimePart root;
      try (InputStream scanned = incoming.content().getInputStream()) {
        root = MessageSummary.of(scanned).root();
      }
      if (!BinaryParts.isIn(root)) {
        return incoming;
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (InputStream message = incoming.content().getInputStream()) {
        BinaryParts.encode(root, message, out);
      }
      return new Incoming(
          new ByteContent(out.toByteArray()), incoming.flags(), incoming.internalDate());
    } catch (IOException e) {
      throw new MailboxException("the message cannot be read", e);
    }
  }

  /** 4469 §4.2: what is put together has no announced size that would have been refused. */
  private boolean isTooBig(List<Incoming> messages) throws MailboxException {
    for (Incoming message : messages) {
      if (appendLimit.isPresent() && message.content().size() > appendLimit.get()) {
        return true;
      }
    }
    return false;
  }
}
