package org.godwit.imap.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.james.imap.decode.DecodingException;
import org.godwit.store.mailbox.MessageFinding.Found;
import org.godwit.store.mailbox.SortKeys;

/** A way to put messages into threads (5256 §3). */
public enum Threading {
  ORDEREDSUBJECT,
  REFERENCES;

  static Threading of(String name) throws DecodingException {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Tokens.wrong("unknown threading");
    }
  }

  /** The keys that messages must come with. */
  public Set<SortKeys.Key> keys() {
    return switch (this) {
      case ORDEREDSUBJECT -> EnumSet.of(SortKeys.Key.SUBJECT, SortKeys.Key.SENT);
      case REFERENCES ->
          EnumSet.of(SortKeys.Key.SUBJECT, SortKeys.Key.SENT, SortKeys.Key.REFERENCES);
    };
  }

  /**
   * The threads as THREAD tells them.
   *
   * @param found in the order of their numbers
   * @param number of a message, as the client knows it
   */
  public String tell(List<Found> found, Function<Found, String> number) {
    List<ThreadNode> threads =
        this == REFERENCES ? new ReferenceThreads(found).threads() : bySubject(found);
    StringBuilder told = new StringBuilder();
    threads.forEach(root -> root.write(number, told));
    return told.toString();
  }

  /** 5256 §3: the first of a subject, and all others below it. */
  private static List<ThreadNode> bySubject(List<Found> found) {
    Comparator<ThreadNode> order = ThreadNode.order(SortOrder::sent);
    List<ThreadNode> nodes = new ArrayList<>();
    for (Found message : found) {
      nodes.add(new ThreadNode(message, nodes.size()));
    }
    nodes.sort(order);
    Map<String, ThreadNode> roots = new LinkedHashMap<>();
    for (ThreadNode node : nodes) {
      ThreadNode root = roots.putIfAbsent(node.message().keys().subject(), node);
      if (root != null) {
        root.add(node);
      }
    }
    return List.copyOf(roots.values());
  }
}
