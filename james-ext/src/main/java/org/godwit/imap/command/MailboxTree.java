package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.MailboxTyper;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxManager.MailboxSearchFetchType;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxMetaData;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.search.MailboxQuery;

/**
 * The mailboxes that a session can see, by their names, as they were at one time. They are read by
 * one query, and one more for each thing that is asked besides, however many there are.
 */
final class MailboxTree {

  /** Where trees are read from. */
  record Source(
      MailboxManager mailboxes,
      SubscriptionManager subscriptions,
      MailboxFacts facts,
      MailboxTyper uses) {

    /** Reads the tree of a session; subscriptions only if they are asked for. */
    MailboxTree read(ImapSession session, boolean subscriptions) throws MailboxException {
      return new MailboxTree(this, session, subscriptions);
    }
  }

  private final ImapSession session;
  private final MailboxTyper uses;
  private final char delimiter;
  private final NavigableMap<String, MailboxMetaData> all = new TreeMap<>();
  private final Set<String> subscribed = new HashSet<>();
  private final Map<MailboxId, String> chosenUses;

  private MailboxTree(Source source, ImapSession session, boolean subscriptions)
      throws MailboxException {
    MailboxSession user = session.getMailboxSession();
    this.session = session;
    this.uses = source.uses();
    this.delimiter = user.getPathDelimiter();
    source
        .mailboxes()
        .search(
            MailboxQuery.builder().privateNamespace().matchesAllMailboxNames().build(),
            MailboxSearchFetchType.Minimal,
            user)
        .toStream()
        .forEach(mailbox -> all.put(SharedNames.visible(mailbox.getPath(), user), mailbox));
    if (subscriptions) {
      for (MailboxPath path : source.subscriptions().subscriptions(user)) {
        subscribed.add(path.getName());
      }
    }
    chosenUses = source.facts().specialUses(user);
  }

  char delimiter() {
    return delimiter;
  }

  /** All that are there, by name. */
  NavigableMap<String, MailboxMetaData> all() {
    return all;
  }

  /** Names that are subscribed, of mailboxes that need not be there. */
  Set<String> subscribed() {
    return subscribed;
  }

  /** What a mailbox is for; null for nothing special. */
  String use(String name) {
    MailboxMetaData mailbox = all.get(name);
    if (mailbox == null) {
      return null;
    }
    String chosen = chosenUses.get(mailbox.getId());
    return chosen != null
        ? chosen
        : uses.getMailboxType(session, mailbox.getPath()).getRfc6154attributeName();
  }

  /** The attributes of a name, whether there is such a mailbox or only something below it. */
  List<String> attributes(String name) {
    List<String> attributes = new ArrayList<>();
    String below = all.higherKey(name + delimiter);
    boolean children = below != null && below.startsWith(name + delimiter);
    if (!all.containsKey(name)) {
      boolean level = children && !subscribed.contains(name);
      attributes.add(level ? "\\Noselect" : "\\NonExistent"); // 5258 §3
    }
    attributes.add(children ? "\\HasChildren" : "\\HasNoChildren"); // 3348 §3
    if (use(name) != null) {
      attributes.add(use(name));
    }
    if (subscribed.contains(name)) {
      attributes.add("\\Subscribed");
    }
    return attributes;
  }

  /** The LIST response for a name, without what extends it. */
  String told(String name) {
    return told(name, attributes(name));
  }

  /** The LIST response that tells a new name (9051 §6.3.9.7). */
  String renamed(String name, String old) {
    return told(name) + " (\"OLDNAME\" (" + Names.mailbox(old, session) + "))";
  }

  /** The same with attributes of one's own. */
  String told(String name, List<String> attributes) {
    return "LIST ("
        + String.join(" ", attributes)
        + ") "
        + Names.quoted(String.valueOf(delimiter))
        + " "
        + Names.mailbox(name, session);
  }
}
