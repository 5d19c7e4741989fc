package org.godwit.store.mailbox;

import java.util.List;
import java.util.Set;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.SearchQuery;

/**
 * Finds messages for protocols, with what they are sorted by. Calls block; whoever asks has made
 * sure that the session may read the mailbox.
 */
public interface MessageFinding {

  /**
   * A message that was found.
   *
   * @param received in milliseconds from 1970
   * @param keys those that were wanted; others may be missing
   */
  record Found(long uid, long modseq, long received, long size, SortKeys keys) {}

  /**
   * The messages of a mailbox that a query asks for, by uid.
   *
   * @param wanted keys; none costs nothing
   * @throws org.godwit.store.StoreException when the database cannot be asked
   */
  List<Found> find(
      MailboxSession session, MailboxId mailbox, SearchQuery query, Set<SortKeys.Key> wanted)
      throws MailboxException;
}
