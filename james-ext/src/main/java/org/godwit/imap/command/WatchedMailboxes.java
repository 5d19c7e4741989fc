package org.godwit.imap.command;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxId;
import org.godwit.imap.command.NotifyRequest.Event;
import org.godwit.imap.command.NotifyRequest.Group;

/**
 * The mailboxes that a session watches (RFC 5465), as they were at one time.
 *
 * @param groups what is wanted of which
 * @param names of all
 * @param figures of those that are watched for messages
 * @param annotations of all, if they are watched
 */
record WatchedMailboxes(
    List<Group> groups,
    MailboxTree tree,
    Map<MailboxId, String> names,
    Map<MailboxId, MailboxFacts.Figures> figures,
    Map<MailboxId, Map<String, Integer>> annotations) {

  /** As they are now: two to five statements. */
  static WatchedMailboxes read(MailboxTree.Source trees, List<Group> groups, ImapSession session)
      throws MailboxException {
    MailboxTree tree = trees.read(session, true);
    Map<MailboxId, String> names = new LinkedHashMap<>();
    Set<MailboxId> forMessages = new LinkedHashSet<>();
    tree.all()
        .forEach(
            (name, mailbox) -> {
              names.put(mailbox.getId(), name);
              if (wants(groups, tree, name, Event.MESSAGE_NEW)) {
                forMessages.add(mailbox.getId());
              }
            });
    Map<MailboxId, MailboxFacts.Figures> figures =
        forMessages.isEmpty()
            ? Map.of()
            : trees.facts().figures(session.getMailboxSession(), forMessages, false);
    boolean metadata = groups.stream().anyMatch(g -> g.has(Event.MAILBOX_METADATA_CHANGE));
    return new WatchedMailboxes(
        groups,
        tree,
        names,
        figures,
        metadata ? trees.facts().annotations(session.getMailboxSession()) : Map.of());
  }

  /** The same, but for mailboxes whose figures stay what they were. */
  WatchedMailboxes withFigures(Map<MailboxId, MailboxFacts.Figures> others) {
    return new WatchedMailboxes(groups, tree, names, others, annotations);
  }

  boolean wants(String name, Event event) {
    return wants(groups, tree, name, event);
  }

  /** Whether a mailbox was asked for by its name, or by that of one above it. */
  boolean wantsByName(String name) {
    return groups.stream().anyMatch(group -> group.filter().isNamed() && holds(group, tree, name));
  }

  /** Whether the session may look into a mailbox that is watched for messages. */
  boolean readable(MailboxId id) {
    return figures.containsKey(id) && figures.get(id).rights().contains(MailboxACL.Right.Read);
  }

  /** The name of the mailbox above one; empty at the top. */
  String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf(tree.delimiter())));
  }

  private static boolean wants(List<Group> groups, MailboxTree tree, String name, Event event) {
    return groups.stream().anyMatch(group -> group.has(event) && holds(group, tree, name));
  }

  private static boolean holds(Group group, MailboxTree tree, String name) {
    return switch (group.filter()) {
      case SELECTED, SELECTED_DELAYED -> false;
      case INBOXES, PERSONAL -> !SharedNames.isTaken(name);
      case SUBSCRIBED -> tree.subscribed().contains(name);
      case MAILBOXES -> group.names().contains(name);
      case SUBTREE ->
          group.names().stream()
              .anyMatch(top -> name.equals(top) || name.startsWith(top + tree.delimiter()));
    };
  }
}
