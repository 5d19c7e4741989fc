package org.godwit.imap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.godwit.store.mailbox.MessageReading;
import org.godwit.store.mailbox.MessageView;
import org.godwit.store.message.MessageSummary;
import reactor.core.publisher.Flux;

/** Reads the mailbox in memory; each message whole, whatever is wanted. */
final class MemoryMessages implements MessageReading {
  private final MailboxManager mailboxes;

  MemoryMessages(MailboxManager mailboxes) {
    this.mailboxes = mailboxes;
  }

  @Override
  public Iterator<MessageView> read(
      MailboxSession session, MailboxId mailbox, MessageRange range, Wanted wanted)
      throws MailboxException {
    return Flux.from(
            mailboxes
                .getMailbox(mailbox, session)
                .getMessagesReactive(range, FetchGroup.FULL_CONTENT, session))
        .map(MemoryMessages::view)
        .collectList()
        .block()
        .iterator();
  }

  private static MessageView view(MessageResult message) {
    try {
      byte[] bytes = message.getFullContent().getInputStream().readAllBytes();
      MessageSummary summary = MessageSummary.of(new ByteArrayInputStream(bytes));
      int bodyStart = (int) summary.root().bodyStart();
      return new MessageView(
          message.getUid(),
          message.getModSeq(),
          new Flags(message.getFlags()),
          message.getInternalDate(),
          message.getSaveDate(),
          message.getSize(),
          message.getMessageId(),
          message.getThreadId(),
          Optional.of(summary),
          Optional.of(java.util.Arrays.copyOf(bytes, bodyStart)),
          () -> new ByteArrayInputStream(bytes));
    } catch (IOException | MailboxException e) {
      throw new IllegalStateException(e);
    }
  }
}
