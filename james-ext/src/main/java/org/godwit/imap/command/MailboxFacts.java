package org.godwit.imap.command;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxId;
import org.godwit.store.mailbox.MailboxNews;

/**
 * What IMAP wants to know of a mailbox and James's mailbox cannot say. Asked on threads that may
 * wait; one round trip a call. Whoever asks has selected the mailbox or may read it.
 */
public interface MailboxFacts {

  /** The annotation that keeps a mailbox's special use (RFC 6154 §4). */
  String SPECIAL_USE = "/private/specialuse";

  /**
   * Sums over a mailbox.
   *
   * @param bytes of all messages (RFC 8438)
   * @param deleted messages flagged so and not yet expunged (RFC 9208 §4.1.4)
   * @param deletedBytes of these
   */
  record Sums(long bytes, long deleted, long deletedBytes) {}

  /**
   * All that STATUS tells of a mailbox.
   *
   * @param recent zero unless it was asked for
   * @param rights of the session's user
   */
  record Figures(
      long uidValidity,
      long uidNext,
      long highestModseq,
      long messages,
      long unseen,
      long recent,
      Sums sums,
      Rfc4314Rights rights) {}

  /**
   * UIDs of the messages that were expunged after {@code modseq}, ascending (RFC 7162 §3.2.5.1).
   *
   * @return empty when that is too long ago to know
   */
  Optional<List<MessageUid>> expungedSince(MailboxSession session, MailboxId mailbox, long modseq)
      throws MailboxException;

  /** UIDs of the messages that came or changed after {@code modseq} and are there, ascending. */
  List<MessageUid> changedSince(MailboxSession session, MailboxId mailbox, long modseq)
      throws MailboxException;

  /** What happened to the messages of a mailbox after {@code modseq}, whoever did it. */
  MailboxNews.Since since(MailboxSession session, MailboxId mailbox, long modseq)
      throws MailboxException;

  /**
   * Uses that were given to mailboxes of the session's user (RFC 6154), such as {@code \\Archive}:
   * what their annotations {@code /private/specialuse} say. One round trip for all of them.
   */
  Map<MailboxId, String> specialUses(MailboxSession session) throws MailboxException;

  /**
   * Names of the annotations of all mailboxes of the session's user, with a number for each value
   * that changes with it. One round trip.
   */
  Map<MailboxId, Map<String, Integer>> annotations(MailboxSession session) throws MailboxException;

  /**
   * The figures of a mailbox that was just found for this command.
   *
   * @return empty when it is no more
   */
  default Optional<Figures> figures(MailboxSession session, MessageManager found, boolean recent)
      throws MailboxException {
    MailboxId id = found.getId();
    return Optional.ofNullable(figures(session, List.of(id), recent).get(id));
  }

  /** The figures of those mailboxes that are there, in one round trip. */
  Map<MailboxId, Figures> figures(
      MailboxSession session, Collection<MailboxId> mailboxes, boolean recent)
      throws MailboxException;

  /**
   * Takes the messages that no session has seen, so that they are recent in this one and in no
   * other (RFC 3501 §2.3.2).
   */
  List<MessageUid> claimRecent(MailboxSession session, MailboxId mailbox) throws MailboxException;
}
