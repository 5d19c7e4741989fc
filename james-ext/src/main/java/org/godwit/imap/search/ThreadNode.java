package org.godwit.imap.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.godwit.store.mailbox.MessageFinding.Found;

/** A message in its thread, or the place of one that is not there. For one thread. */
final class ThreadNode {

  /** Deeper is no conversation; and all work on a thread stays bounded. */
  private static final int DEEPEST = 1_000;

  private final List<ThreadNode> children = new ArrayList<>();
  private Found message;
  private ThreadNode parent;
  private int place;

  /** The place of a message that was not seen. */
  ThreadNode() {}

  ThreadNode(Found message, int place) {
    fill(message, place);
  }

  /**
   * The message is there.
   *
   * @param place of the message in the mailbox
   */
  void fill(Found found, int place) {
    message = found;
    this.place = place;
  }

  boolean isEmpty() {
    return message == null;
  }

  Found message() {
    return message;
  }

  ThreadNode parent() {
    return parent;
  }

  List<ThreadNode> children() {
    return children;
  }

  /** Puts it below another, unless that makes a circle; the other's children are not told yet. */
  boolean hangBelow(ThreadNode other) {
    int steps = 0;
    for (ThreadNode above = other; above != null; above = above.parent) {
      if (above == this || ++steps > DEEPEST) {
        return false;
      }
    }
    parent = other;
    return true;
  }

  void cutLoose() {
    parent = null;
  }

  void add(ThreadNode child) {
    child.parent = this;
    children.add(child);
  }

  /** The message itself, or the first of those that answer one that is not there. */
  ThreadNode first() {
    return isEmpty() && !children.isEmpty() ? children.get(0) : this;
  }

  /** All below some roots, each behind what is below it. */
  static List<ThreadNode> fromBelow(List<ThreadNode> roots) {
    List<ThreadNode> order = new ArrayList<>();
    Deque<ThreadNode> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      ThreadNode next = open.pop();
      order.add(next);
      next.children.forEach(open::push);
    }
    return order.reversed();
  }

  /** 5256 §3: by the sent date, and what was sent at once by its number. */
  static Comparator<ThreadNode> order(ToLongFunction<Found> sent) {
    return Comparator.<ThreadNode>comparingLong(node -> sent.applyAsLong(node.first().message))
        .thenComparingInt(node -> node.first().place);
  }

  /** As THREAD tells it, {@code (1 2 (3)(4))}; without messages that have no number. */
  void write(Function<Found, String> number, StringBuilder to) {
    Deque<Object> open = new ArrayDeque<>();
    open.push(this);
    boolean inside = false; // whether a number stands before, with which a blank is due
    to.append('(');
    while (!open.isEmpty()) {
      Object next = open.pop();
      if (next instanceof ThreadNode node) {
        if (!node.isEmpty()) {
          to.append(inside ? " " : "").append(number.apply(node.message));
          inside = true;
        }
        if (node.children.size() == 1) {
          open.push(node.children.get(0));
        } else if (node.children.size() > 1) {
          to.append(inside ? " " : "");
          for (ThreadNode child : node.children.reversed()) {
            open.push(")");
            open.push(child);
            open.push("(");
          }
          inside = false;
        }
      } else {
        to.append(next);
        inside = false;
      }
    }
    to.append(')');
  }
}
