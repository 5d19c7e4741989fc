package org.godwit.imap.command;

import java.util.List;
import java.util.Set;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.events.MailboxEvents.FlagsUpdated;
import org.apache.james.mailbox.events.MailboxEvents.MailboxEvent;
import org.apache.james.mailbox.events.MailboxEvents.MessageEvent;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxId;
import org.godwit.imap.command.NotifyRequest.Event;
import org.godwit.imap.command.NotifyRequest.Group;
import org.godwit.store.event.ChangedElsewhere;
import org.godwit.store.mailbox.StoreMailboxId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one session wants to hear of mailboxes beside the selected one (RFC 5465), and what it knows
 * of them. When another has done something, the mailboxes are read anew and what differs is told:
 * two to five statements, whatever happened and however often. Telling is between two commands.
 */
final class Watch {
  private static final Logger LOGGER = LoggerFactory.getLogger(Watch.class);

  private final MailboxTree.Source trees;
  private final List<Group> groups;
  private final ImapSession session;
  private final Runnable tell = this::tell;
  private final OwnDoings own = new OwnDoings();
  private volatile WatchedMailboxes known;

  /** Watches from now on. */
  Watch(MailboxTree.Source trees, List<Group> groups, ImapSession session) throws MailboxException {
    this.trees = trees;
    this.groups = groups;
    this.session = session;
    this.known = WatchedMailboxes.read(trees, groups, session);
  }

  /** How many mailboxes are watched for messages. */
  int size() {
    return known.figures().size();
  }

  /** An event came; this must not wait. */
  void happened(MailboxEvent event) {
    boolean ours = event.getSessionId().equals(session.getMailboxSession().getSessionId());
    if (event instanceof MessageEvent) {
      messages(event, ours);
      return;
    }
    if (ours) {
      own.name(event.getMailboxId());
    }
    ((Peer) session).soon(tell);
  }

  /** Something happened on another node; this must not wait. */
  void happened(ChangedElsewhere event) {
    Set<MailboxId> seen = known.names().keySet();
    if (event.rights() || seen.stream().anyMatch(id -> event.accounts().contains(account(id)))) {
      seen.stream().filter(event::isAbout).forEach(own::byOthers);
      ((Peer) session).soon(tell);
    }
  }

  private static long account(MailboxId mailbox) {
    return mailbox instanceof StoreMailboxId ours ? ours.account() : -1;
  }

  private void messages(MailboxEvent event, boolean ours) {
    if (ours) {
      own.change(event.getMailboxId()); // 5465 §5: one's own doings need not be told
      return;
    }
    boolean seen =
        known.names().containsKey(event.getMailboxId())
            || event.getMailboxPath().belongsTo(session.getMailboxSession());
    boolean wanted =
        !(event instanceof FlagsUpdated) || groups.stream().anyMatch(g -> g.has(Event.FLAG_CHANGE));
    if (seen && wanted) {
      own.byOthers(event.getMailboxId());
      ((Peer) session).soon(tell);
    }
  }

  /** Annotations were changed by some session. */
  void changedBy(ImapSession other) {
    if (!other.equals(session)
        && groups.stream().anyMatch(g -> g.has(Event.MAILBOX_METADATA_CHANGE))) {
      ((Peer) session).soon(tell);
    }
  }

  private void tell() {
    try {
      OwnDoings done = own.copy();
      WatchedMailboxes before = known;
      WatchedMailboxes now = WatchedMailboxes.read(trees, groups, session);
      new WatchedChanges(before, now, done, session, ((Peer) session).replies()).tell();
      known = now.withFigures(done.known(before.figures(), now.figures()));
      own.told(done);
    } catch (MailboxException | RuntimeException e) {
      LOGGER.warn("What others did could not be told; it will be with what happens next", e);
    }
  }

  /** Tells of all that are watched for messages, but for the selected one (5465 §3.1). */
  void tellStatus(Replies replies) {
    known
        .names()
        .forEach(
            (id, name) -> {
              if (known.readable(id) && !WatchedChanges.isSelected(session, id)) {
                boolean flags = known.wants(name, Event.FLAG_CHANGE);
                replies.untagged(
                    WatchedChanges.status(
                        session,
                        name,
                        known.figures().get(id),
                        true,
                        false,
                        flags || Modseqs.condstore(session)));
                replies.awaitRoom();
              }
            });
  }

  /** Tells which of those that were named cannot be read (5465 §3.1). */
  void tellRefused(Replies replies) {
    known
        .figures()
        .forEach(
            (id, is) -> {
              String name = known.names().get(id);
              if (known.wantsByName(name) && !is.rights().contains(MailboxACL.Right.Read)) {
                replies.untagged(known.tree().told(name, List.of("\\NoAccess")));
              }
            });
  }
}
