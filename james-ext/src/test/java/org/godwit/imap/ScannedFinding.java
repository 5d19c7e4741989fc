package org.godwit.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.SearchQuery;
import org.godwit.search.text.SortKeysReader;
import org.godwit.store.mailbox.MessageFinding;
import org.godwit.store.mailbox.SortKeys;
import org.godwit.store.message.HeaderFields;
import reactor.core.publisher.Flux;

/** Finds what James's search finds, and reads each message for its keys. */
final class ScannedFinding implements MessageFinding {
  private final MailboxManager mailboxes;

  ScannedFinding(MailboxManager mailboxes) {
    this.mailboxes = mailboxes;
  }

  @Override
  public List<Found> find(
      MailboxSession session, MailboxId mailbox, SearchQuery query, Set<SortKeys.Key> wanted)
      throws MailboxException {
    MessageManager messages = mailboxes.getMailbox(mailbox, session);
    List<Found> found = new ArrayList<>();
    for (MessageUid uid : Flux.from(messages.search(query, session)).toIterable()) {
      messages
          .getMessages(MessageRange.one(uid), FetchGroup.FULL_CONTENT, session)
          .forEachRemaining(message -> found.add(found(message)));
    }
    return found;
  }

  private static Found found(MessageResult message) {
    try {
      byte[] bytes = message.getFullContent().getInputStream().readAllBytes();
      return new Found(
          message.getUid().asLong(),
          message.getModSeq().asLong(),
          message.getInternalDate().toInstant().toEpochMilli(),
          message.getSize(),
          SortKeysReader.of(HeaderFields.parse(bytes, 0, bytes.length)));
    } catch (IOException | MailboxException e) {
      throw new IllegalStateException(e);
    }
  }
}
