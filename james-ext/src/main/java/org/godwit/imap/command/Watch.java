package org.godwit.imap.command;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.events.MailboxEvents.FlagsUpdated;
import org.apache.james.mailbox.events.MailboxEvents.MailboxEvent;
import org.apache.james.mailbox.events.MailboxEvents.MessageEvent;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxId;
import org.godwit.imap.command.NotifyRequest.Event;
import org.godwit.imap.command.NotifyRequest.Group;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one session wants to hear of mailboxes beside the selected one (RFC 5465), and what it knows
 * of them. When something has happened, the mailboxes are read anew and what differs is told: two
 * to five statements, whatever happened and however often. Telling is between two commands.
 */
final class Watch {
  private static final Logger LOGGER = LoggerFactory.getLogger(Watch.class);

  private final MailboxTree.Source trees;
  private final List<Group> groups;
  private final ImapSession session;
  private final Runnable tell = this::tell;
  private final Set<MailboxId> ownNames = ConcurrentHashMap.newKeySet();
  private volatile View known;

  /** What there was at one time. */
  private record View(
      MailboxTree tree,
      Map<MailboxId, String> names,
      Map<MailboxId, MailboxFacts.Figures> figures,
      Map<MailboxId, Map<String, Integer>> annotations) {}

  /** Watches from now on. */
  Watch(MailboxTree.Source trees, List<Group> groups, ImapSession session) throws MailboxException {
    this.trees = trees;
    this.groups = groups;
    this.session = session;
    this.known = read();
  }

  /** How many mailboxes are watched for messages. */
  int size() {
    return known.figures().size();
  }

  private View read() throws MailboxException {
    MailboxTree tree = trees.read(session, true);
    Map<MailboxId, String> names = new LinkedHashMap<>();
    Set<MailboxId> forMessages = new LinkedHashSet<>();
    tree.all()
        .forEach(
            (name, mailbox) -> {
              names.put(mailbox.getId(), name);
              if (wants(tree, name, Event.MESSAGE_NEW)) {
                forMessages.add(mailbox.getId());
              }
            });
    Map<MailboxId, MailboxFacts.Figures> figures =
        forMessages.isEmpty()
            ? Map.of()
            : trees.facts().figures(session.getMailboxSession(), forMessages, false);
    boolean metadata = groups.stream().anyMatch(g -> g.has(Event.MAILBOX_METADATA_CHANGE));
    return new View(
        tree,
        names,
        figures,
        metadata ? trees.facts().annotations(session.getMailboxSession()) : Map.of());
  }

  private boolean wants(MailboxTree tree, String name, Event event) {
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

  /** An event came; this must not wait. */
  void happened(MailboxEvent event) {
    boolean ours = event.getSessionId().equals(session.getMailboxSession().getSessionId());
    if (ours && !(event instanceof MessageEvent)) {
      ownNames.add(event.getMailboxId()); // 5465 §5: one's own doings need not be told
    }
    boolean seen =
        known.names().containsKey(event.getMailboxId())
            || event.getMailboxPath().belongsTo(session.getMailboxSession())
            || !(event instanceof MessageEvent);
    boolean wanted =
        !(event instanceof FlagsUpdated) || groups.stream().anyMatch(g -> g.has(Event.FLAG_CHANGE));
    if (seen && wanted) {
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
      Set<MailboxId> own = new HashSet<>(ownNames);
      View before = known;
      View now = read();
      tellDifference(before, now, own, ((Peer) session).replies());
      known = now;
      ownNames.removeAll(own);
    } catch (MailboxException | RuntimeException e) {
      LOGGER.warn("What others did could not be told; it will be with what happens next", e);
    }
  }

  private void tellDifference(View before, View now, Set<MailboxId> own, Replies replies) {
    Set<String> told = new HashSet<>();
    tellNames(before, now, own, told, replies);
    tellSubscriptions(before, now, own, told, replies);
    now.names()
        .forEach(
            (id, name) -> {
              if (!own.contains(id) || before.names().containsKey(id)) {
                tellMessages(id, name, before, now, replies);
                tellAnnotations(id, name, before, now, replies);
              }
            });
  }

  // 5465 §5.4

  private void tellNames(
      View before, View now, Set<MailboxId> own, Set<String> told, Replies replies) {
    Map<String, String> renamed = new HashMap<>();
    Set<String> parents = new TreeSet<>();
    now.names()
        .forEach(
            (id, name) -> {
              String old = before.names().get(id);
              if (!name.equals(old) && old != null) {
                renamed.put(old, name);
              }
            });
    before
        .names()
        .forEach(
            (id, name) -> {
              if (!now.names().containsKey(id)
                  && !own.contains(id)
                  && wants(before.tree(), name, Event.MAILBOX_NAME)
                  && !now.tree().all().containsKey(name)) {
                replies.untagged(now.tree().told(name));
                parents.add(parent(name));
              }
            });
    now.names()
        .forEach(
            (id, name) -> {
              String old = before.names().get(id);
              boolean changed = !name.equals(old) && !own.contains(id);
              if (changed && wants(now.tree(), name, Event.MAILBOX_NAME)) {
                if (old == null) {
                  replies.untagged(now.tree().told(name));
                  told.add(name);
                  parents.add(parent(name));
                } else if (!name.equals(movedWith(old, renamed))) {
                  replies.untagged(now.tree().renamed(name, old));
                  told.add(name);
                }
              }
            });
    parents.removeAll(told);
    for (String parent : parents) {
      if (!parent.isEmpty() && wants(now.tree(), parent, Event.MAILBOX_NAME)) {
        replies.untagged(now.tree().told(parent));
      }
    }
  }

  private String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf(known.tree().delimiter())));
  }

  /** Where a mailbox is when one above it was renamed: that is not told of each (5465 §5.4). */
  private String movedWith(String old, Map<String, String> renamed) {
    for (String above = parent(old); !above.isEmpty(); above = parent(above)) {
      if (renamed.containsKey(above)) {
        return renamed.get(above) + old.substring(above.length());
      }
    }
    return "";
  }

  // 5465 §5.5

  private void tellSubscriptions(
      View before, View now, Set<MailboxId> own, Set<String> told, Replies replies) {
    Set<String> changed = new TreeSet<>(before.tree().subscribed());
    changed.addAll(now.tree().subscribed());
    for (String name : changed) {
      boolean is = now.tree().subscribed().contains(name);
      MailboxId id = now.tree().all().containsKey(name) ? now.tree().all().get(name).getId() : null;
      if (is != before.tree().subscribed().contains(name)
          && (id == null || !own.contains(id))
          && !told.contains(name)
          && (wants(now.tree(), name, Event.SUBSCRIPTION_CHANGE)
              || wants(before.tree(), name, Event.SUBSCRIPTION_CHANGE))) {
        replies.untagged(now.tree().told(name));
      }
    }
  }

  // 5465 §5.1 to §5.3

  private void tellMessages(MailboxId id, String name, View before, View now, Replies replies) {
    MailboxFacts.Figures is = now.figures().get(id);
    MailboxFacts.Figures was = before.figures().get(id);
    if (is == null
        || !is.rights().contains(MailboxACL.Right.Read)
        || (was == null && is.messages() == 0)
        || isSelected(id)) {
      return;
    }
    boolean count = was == null || is.messages() != was.messages() || is.uidNext() != was.uidNext();
    boolean flags =
        wants(now.tree(), name, Event.FLAG_CHANGE)
            && (was == null
                || is.unseen() != was.unseen()
                || is.uidValidity() != was.uidValidity()
                || (Modseqs.condstore(session) && is.highestModseq() != was.highestModseq()));
    if (count || flags) {
      replies.untagged(status(name, is, count, flags, Modseqs.condstore(session)));
    }
  }

  private boolean isSelected(MailboxId id) {
    return session.getSelected() != null && session.getSelected().getMailboxId().equals(id);
  }

  private String status(
      String name, MailboxFacts.Figures is, boolean count, boolean flags, boolean modseq) {
    return "STATUS "
        + Names.mailbox(name, session)
        + " ("
        + (count ? "MESSAGES " + is.messages() + " UIDNEXT " + is.uidNext() + " " : "")
        + "UIDVALIDITY "
        + is.uidValidity()
        + (flags ? " UNSEEN " + is.unseen() : "")
        + (modseq ? " HIGHESTMODSEQ " + Modseqs.told(is.highestModseq()) : "")
        + ")";
  }

  // 5465 §5.6

  private void tellAnnotations(MailboxId id, String name, View before, View now, Replies replies) {
    if (!wants(now.tree(), name, Event.MAILBOX_METADATA_CHANGE)) {
      return;
    }
    Map<String, Integer> was = before.annotations().getOrDefault(id, Map.of());
    Map<String, Integer> is = now.annotations().getOrDefault(id, Map.of());
    Set<String> changed = new TreeSet<>(was.keySet());
    changed.addAll(is.keySet());
    changed.removeIf(key -> is.containsKey(key) && is.get(key).equals(was.get(key)));
    if (!changed.isEmpty()) {
      replies.untagged(
          "METADATA " + Names.mailbox(name, session) + " " + String.join(" ", changed));
    }
  }

  /** Tells of all that are watched for messages, but for the selected one (5465 §3.1). */
  void tellStatus(Replies replies) {
    known
        .names()
        .forEach(
            (id, name) -> {
              MailboxFacts.Figures is = known.figures().get(id);
              if (is != null && is.rights().contains(MailboxACL.Right.Read) && !isSelected(id)) {
                boolean flags = wants(known.tree(), name, Event.FLAG_CHANGE);
                replies.untagged(
                    status(name, is, true, false, flags || Modseqs.condstore(session)));
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
              boolean named =
                  groups.stream()
                      .anyMatch(g -> g.filter().isNamed() && holds(g, known.tree(), name));
              if (named && !is.rights().contains(MailboxACL.Right.Read)) {
                replies.untagged(known.tree().told(name, List.of("\\NoAccess")));
              }
            });
  }
}
