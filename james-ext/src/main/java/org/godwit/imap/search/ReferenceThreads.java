package org.godwit.imap.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.godwit.store.mailbox.MessageFinding.Found;

/** Threads by what messages refer to (5256 §3, REFERENCES); the steps have the RFC's numbers. */
final class ReferenceThreads {

  private static final Comparator<ThreadNode> ORDER = ThreadNode.order(SortOrder::sent);

  private final Map<Long, ThreadNode> byId = new HashMap<>();
  private final List<ThreadNode> all = new ArrayList<>();

  /**
   * Takes messages.
   *
   * @param found in the order of their numbers
   */
  ReferenceThreads(List<Found> found) {
    int place = 0;
    for (Found message : found) {
      link(message, place++);
    }
  }

  // (1)
  private void link(Found message, int place) {
    ThreadNode last = null;
    for (long reference : message.keys().references()) { // (1)(A)
      ThreadNode node = byId.computeIfAbsent(reference, id -> added(new ThreadNode()));
      if (last != null && node.parent() == null) {
        node.hangBelow(last);
      }
      last = node;
    }
    ThreadNode own = own(message, place);
    own.cutLoose(); // (1)(B)
    if (last != null) {
      own.hangBelow(last);
    }
  }

  /** A message without an id, or with that of another, has one that nobody refers to. */
  private ThreadNode own(Found message, int place) {
    long id = message.keys().id();
    ThreadNode known = byId.get(id);
    if (id != 0 && known != null && known.isEmpty()) {
      known.fill(message, place);
      return known;
    }
    ThreadNode node = added(new ThreadNode(message, place));
    if (id != 0) {
      byId.putIfAbsent(id, node);
    }
    return node;
  }

  private ThreadNode added(ThreadNode node) {
    all.add(node);
    return node;
  }

  List<ThreadNode> threads() {
    List<ThreadNode> roots = new ArrayList<>(); // (2)
    for (ThreadNode node : all) {
      if (node.parent() == null) {
        roots.add(node);
      } else {
        node.parent().children().add(node);
      }
    }
    List<ThreadNode> threads = withoutEmpty(roots);
    threads.forEach(root -> root.children().sort(ORDER)); // (4), for their first messages
    threads.sort(ORDER);
    List<ThreadNode> gathered = bySubject(threads);
    for (ThreadNode node : ThreadNode.fromBelow(gathered)) { // (6)
      node.children().sort(ORDER);
    }
    gathered.sort(ORDER);
    return gathered;
  }

  /** (3): places without a message go, but for the top of a thread whose messages need one. */
  private static List<ThreadNode> withoutEmpty(List<ThreadNode> roots) {
    for (ThreadNode node : ThreadNode.fromBelow(roots)) {
      raise(node.children());
    }
    List<ThreadNode> kept = new ArrayList<>();
    for (ThreadNode root : roots) {
      if (!root.isEmpty() || root.children().size() > 1) {
        kept.add(root);
      } else {
        kept.addAll(root.children());
      }
    }
    return kept;
  }

  private static void raise(List<ThreadNode> children) {
    if (children.stream().anyMatch(ThreadNode::isEmpty)) {
      List<ThreadNode> raised = new ArrayList<>();
      for (ThreadNode child : children) {
        if (child.isEmpty()) {
          raised.addAll(child.children());
        } else {
          raised.add(child);
        }
      }
      children.clear();
      children.addAll(raised);
    }
  }

  /** (5): threads of one subject are one. */
  private static List<ThreadNode> bySubject(List<ThreadNode> roots) {
    Map<String, ThreadNode> table = new LinkedHashMap<>();
    for (ThreadNode root : roots) { // (5)(B)
      String subject = subject(root);
      if (!subject.isEmpty()) {
        ThreadNode known = table.get(subject);
        boolean better =
            known == null
                || (!known.isEmpty() && root.isEmpty())
                || (!known.isEmpty() && isReply(known) && !isReply(root));
        if (better) {
          table.put(subject, root);
        }
      }
    }
    Map<ThreadNode, ThreadNode> replaced = new LinkedHashMap<>();
    List<ThreadNode> others = new ArrayList<>();
    for (ThreadNode root : roots) { // (5)(C)
      String subject = subject(root);
      ThreadNode known = table.get(subject);
      if (subject.isEmpty() || known == root) {
        replaced.put(root, root);
      } else {
        others.add(root);
      }
    }
    for (ThreadNode root : others) {
      String subject = subject(root);
      ThreadNode known = table.get(subject);
      if (known.isEmpty() && root.isEmpty()) {
        root.children().forEach(known::add);
      } else if (known.isEmpty() || (isReply(root) && !isReply(known))) {
        known.add(root);
      } else {
        ThreadNode both = new ThreadNode();
        both.add(known);
        both.add(root);
        table.put(subject, both);
        replaced.put(known, both);
      }
    }
    return new ArrayList<>(replaced.values());
  }

  private static String subject(ThreadNode root) {
    return root.first().message().keys().subject();
  }

  private static boolean isReply(ThreadNode root) {
    return root.first().message().keys().reply();
  }
}
