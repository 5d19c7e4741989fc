package org.godwit.store.mailbox;

import java.util.Date;
import java.util.List;
import javax.mail.Flags;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.UpdatedFlags;

/**
 * What is done to a set of messages of a mailbox at once, whatever lies between them: all of it or
 * nothing, in one transaction. Rights are checked, sessions are told. Sets are ascending; what is
 * not there is no error. Calls block; safe for many threads.
 *
 * <p>A failure is a {@link org.godwit.store.StoreException}: nothing was changed, try again.
 */
public interface MessageSets {

  /** No modseq is above it: a change without a condition. */
  long ALWAYS = Long.MAX_VALUE;

  /**
   * How a STORE ended.
   *
   * @param stored flags and modseq of each message now, also where nothing had to be changed
   * @param modified those that had changed before, and were left as they were (RFC 7162 §3.1.3)
   */
  record Stored(List<UpdatedFlags> stored, List<MessageUid> modified) {}

  /** Where messages were and where they are, one by one (RFC 4315 §3). */
  record Transferred(List<MessageUid> from, List<MessageUid> to) {}

  /**
   * Changes flags of those messages that have not changed after {@code unchangedSince}. That they
   * have not and that they change is one moment.
   */
  Stored store(
      MessageManager mailbox,
      List<MessageUid> uids,
      Flags flags,
      MessageManager.FlagsUpdateMode mode,
      long unchangedSince,
      MailboxSession session)
      throws MailboxException;

  /**
   * A message to be added.
   *
   * @param content is read once or more
   */
  record Incoming(Content content, Flags flags, Date internalDate) {}

  /** Adds messages, and names their UIDs in the order given. Flags that are not permitted go. */
  List<MessageUid> append(MessageManager mailbox, List<Incoming> messages, MailboxSession session)
      throws MailboxException;

  /** Copies messages; no bytes are copied. */
  Transferred copy(
      MessageManager from, List<MessageUid> uids, MessageManager to, MailboxSession session)
      throws MailboxException;

  /**
   * Moves messages. To the mailbox of another account it takes two transactions: between them a
   * message is in both, never in none.
   */
  Transferred move(
      MessageManager from, List<MessageUid> uids, MessageManager to, MailboxSession session)
      throws MailboxException;

  /** Expunges those that are flagged {@code \Deleted}, and names them. */
  List<MessageUid> expunge(MessageManager mailbox, List<MessageUid> uids, MailboxSession session)
      throws MailboxException;
}
