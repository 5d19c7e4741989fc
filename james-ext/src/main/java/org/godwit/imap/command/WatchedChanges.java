package org.godwit.imap.command;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.model.MailboxId;
import org.godwit.imap.command.NotifyRequest.Event;

/** What differs between two times, told to the session that watches (RFC 5465 §5). Used once. */
final class WatchedChanges {
  private final WatchedMailboxes before;
  private final WatchedMailboxes now;
  private final OwnDoings own;
  private final ImapSession session;
  private final Replies replies;
  private final Set<String> told = new HashSet<>();

  WatchedChanges(
      WatchedMailboxes before,
      WatchedMailboxes now,
      OwnDoings own,
      ImapSession session,
      Replies replies) {
    this.before = before;
    this.now = now;
    this.own = own;
    this.session = session;
    this.replies = replies;
  }

  void tell() {
    tellNames();
    tellSubscriptions();
    now.names()
        .forEach(
            (id, name) -> {
              if (!own.named(id) || before.names().containsKey(id)) {
                tellMessages(id, name);
                tellAnnotations(id, name);
              }
            });
  }

  // 5465 §5.4

  private void tellNames() {
    Set<String> parents = new TreeSet<>();
    tellGone(parents);
    tellCome(parents);
    parents.removeAll(told);
    for (String parent : parents) {
      if (!parent.isEmpty() && now.wants(parent, Event.MAILBOX_NAME)) {
        replies.untagged(now.tree().told(parent));
      }
    }
  }

  private void tellGone(Set<String> parents) {
    before
        .names()
        .forEach(
            (id, name) -> {
              if (!now.names().containsKey(id)
                  && !own.named(id)
                  && before.wants(name, Event.MAILBOX_NAME)
                  && !now.tree().all().containsKey(name)) {
                replies.untagged(now.tree().told(name));
                parents.add(now.parent(name));
              }
            });
  }

  private void tellCome(Set<String> parents) {
    Map<String, String> renamed = renamed();
    now.names()
        .forEach(
            (id, name) -> {
              String old = before.names().get(id);
              boolean changed = !name.equals(old) && !own.named(id);
              if (changed && now.wants(name, Event.MAILBOX_NAME)) {
                if (old == null) {
                  replies.untagged(now.tree().told(name));
                  told.add(name);
                  parents.add(now.parent(name));
                } else if (!name.equals(movedWith(old, renamed))) {
                  replies.untagged(now.tree().renamed(name, old));
                  told.add(name);
                }
              }
            });
  }

  private Map<String, String> renamed() {
    Map<String, String> renamed = new HashMap<>();
    now.names()
        .forEach(
            (id, name) -> {
              String old = before.names().get(id);
              if (old != null && !name.equals(old)) {
                renamed.put(old, name);
              }
            });
    return renamed;
  }

  /** Where a mailbox is when one above it was renamed: that is not told of each (5465 §5.4). */
  private String movedWith(String old, Map<String, String> renamed) {
    for (String above = now.parent(old); !above.isEmpty(); above = now.parent(above)) {
      if (renamed.containsKey(above)) {
        return renamed.get(above) + old.substring(above.length());
      }
    }
    return "";
  }

  // 5465 §5.5

  private void tellSubscriptions() {
    Set<String> changed = new TreeSet<>(before.tree().subscribed());
    changed.addAll(now.tree().subscribed());
    for (String name : changed) {
      boolean is = now.tree().subscribed().contains(name);
      MailboxId id = now.tree().all().containsKey(name) ? now.tree().all().get(name).getId() : null;
      if (is != before.tree().subscribed().contains(name)
          && (id == null || !own.named(id))
          && !told.contains(name)
          && (now.wants(name, Event.SUBSCRIPTION_CHANGE)
              || before.wants(name, Event.SUBSCRIPTION_CHANGE))) {
        replies.untagged(now.tree().told(name));
      }
    }
  }

  // 5465 §5.1 to §5.3

  private void tellMessages(MailboxId id, String name) {
    MailboxFacts.Figures is = now.figures().get(id);
    MailboxFacts.Figures was = before.figures().get(id);
    if (!now.readable(id)
        || own.alone(id)
        || (was == null && is.messages() == 0)
        || isSelected(session, id)) {
      return;
    }
    boolean count = was == null || is.messages() != was.messages() || is.uidNext() != was.uidNext();
    boolean flags =
        now.wants(name, Event.FLAG_CHANGE)
            && (was == null
                || is.unseen() != was.unseen()
                || is.uidValidity() != was.uidValidity()
                || (Modseqs.condstore(session) && is.highestModseq() != was.highestModseq()));
    if (count || flags) {
      replies.untagged(status(session, name, is, count, flags, Modseqs.condstore(session)));
    }
  }

  static boolean isSelected(ImapSession session, MailboxId id) {
    return session.getSelected() != null && session.getSelected().getMailboxId().equals(id);
  }

  /** The STATUS response that tells of messages. */
  static String status(
      ImapSession session,
      String name,
      MailboxFacts.Figures is,
      boolean count,
      boolean flags,
      boolean modseq) {
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

  private void tellAnnotations(MailboxId id, String name) {
    if (!now.wants(name, Event.MAILBOX_METADATA_CHANGE)) {
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
}
