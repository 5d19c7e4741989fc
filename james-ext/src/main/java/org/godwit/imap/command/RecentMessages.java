package org.godwit.imap.command;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.james.mailbox.MessageUid;

/** The messages that a session was the first to see (RFC 3501 §2.3.2). Not for two threads. */
final class RecentMessages {
  private final Set<MessageUid> recent = new HashSet<>();
  private boolean went;

  void add(Collection<MessageUid> uids) {
    recent.addAll(uids);
  }

  boolean contains(MessageUid uid) {
    return recent.contains(uid);
  }

  Set<MessageUid> all() {
    return Set.copyOf(recent);
  }

  /** One is gone, or is no longer recent. */
  boolean remove(MessageUid uid) {
    boolean was = recent.remove(uid);
    went |= was;
    return was;
  }

  /** Whether some went that the client was told of. */
  boolean fewer() {
    return went;
  }

  void toldFewer() {
    went = false;
  }
}
