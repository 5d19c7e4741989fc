package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.godwit.jmap.Json;
import org.godwit.jmap.Sight;
import org.godwit.store.listing.MailboxList;
import org.godwit.store.listing.MailboxList.Listed;
import org.godwit.store.mailbox.Sessions;

/** The mailboxes of an account that somebody may know of, as JMAP shows them. */
final class MailboxTree {

  /**
   * A mailbox.
   *
   * @param parent its number; empty at the top
   * @param name without those of its parents
   */
  record Node(Listed listed, Optional<Long> parent, String name, Optional<String> role) {
    String id() {
      return listed.id().serialize();
    }

    long number() {
      return listed.id().number();
    }
  }

  private final Sight sight;
  private final long modseq;
  private final Map<Long, Node> nodes = new LinkedHashMap<>();

  MailboxTree(Sight sight, MailboxList.Found found) {
    this.sight = sight;
    this.modseq = found.modseq();
    List<Listed> visible =
        found.mailboxes().stream()
            .filter(one -> sight.may(one.id().number(), Right.Lookup))
            .toList();
    Map<String, Long> byName = new HashMap<>();
    visible.forEach(one -> byName.put(one.path().getName(), one.id().number()));
    Map<Long, String> roles = Roles.of(visible);
    for (Listed one : visible) {
      Optional<String> above = above(one.path().getName(), byName);
      String name =
          above
              .map(it -> one.path().getName().substring(it.length() + 1))
              .orElse(one.path().getName());
      long number = one.id().number();
      nodes.put(
          number,
          new Node(one, above.map(byName::get), name, Optional.ofNullable(roles.get(number))));
    }
  }

  /** The nearest of the mailboxes above that is there. */
  private static Optional<String> above(String name, Map<String, Long> byName) {
    int at = name.lastIndexOf(Sessions.DELIMITER);
    while (at > 0) {
      if (byName.containsKey(name.substring(0, at))) {
        return Optional.of(name.substring(0, at));
      }
      at = name.lastIndexOf(Sessions.DELIMITER, at - 1);
    }
    return Optional.empty();
  }

  long modseq() {
    return modseq;
  }

  /** By number, in the order of their whole names. */
  Map<Long, Node> nodes() {
    return nodes;
  }

  Optional<Node> find(String id) {
    return nodes.values().stream().filter(node -> node.id().equals(id)).findFirst();
  }

  boolean hasChild(Node node) {
    return nodes.values().stream()
        .anyMatch(other -> other.parent().equals(Optional.of(node.number())));
  }

  /** All by id, with all properties. */
  Map<String, ObjectNode> json() {
    Map<String, ObjectNode> all = new LinkedHashMap<>();
    nodes.values().forEach(node -> all.put(node.id(), json(node)));
    return all;
  }

  ObjectNode json(Node node) {
    Listed listed = node.listed();
    ObjectNode json =
        Json.object()
            .put("id", node.id())
            .put("name", node.name())
            .put("parentId", node.parent().map(nodes::get).map(Node::id).orElse(null))
            .put("role", node.role().orElse(null))
            .put("sortOrder", listed.sortOrder())
            .put("totalEmails", listed.messages())
            .put("unreadEmails", listed.unread())
            .put("totalThreads", listed.threads())
            .put("unreadThreads", listed.unreadThreads())
            .put("isSubscribed", listed.subscribed());
    json.set("myRights", rights(node));
    return json;
  }

  private ObjectNode rights(Node node) {
    long number = node.number();
    boolean fixed = Roles.isInbox(node.listed());
    boolean owns = sight.isOwn();
    return Json.object()
        .put("mayReadItems", sight.may(number, Right.Read))
        .put("mayAddItems", sight.may(number, Right.Insert))
        .put("mayRemoveItems", mayRemove(number))
        .put("maySetSeen", sight.may(number, Right.WriteSeenFlag))
        .put("maySetKeywords", sight.may(number, Right.Write))
        .put("mayCreateChild", owns || sight.may(number, Right.CreateMailbox))
        .put("mayRename", !fixed && (owns || sight.may(number, Right.DeleteMailbox)))
        .put("mayDelete", !fixed && (owns || sight.may(number, Right.DeleteMailbox)))
        .put("maySubmit", owns || sight.may(number, Right.Post));
  }

  private boolean mayRemove(long number) {
    return sight.may(number, Right.DeleteMessages) && sight.may(number, Right.PerformExpunge);
  }
}
