package org.godwit.imap.command;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.james.mailbox.MessageUid;

/**
 * How far a session has heard of a mailbox, to know what another node did meanwhile. Events of this
 * node come by themselves; what they told is remembered for a while, so that it is not told twice.
 * Not for two threads at once.
 */
final class CaughtUp {
  private static final int REMEMBERED = 64;

  private final Set<Long> told = new LinkedHashSet<>();
  private final Set<MessageUid> goneMeanwhile = new HashSet<>();
  private long modseq = -1; // before it is known
  private long highestUid;
  private boolean missed;
  private boolean reading;

  /** The mailbox was read as of here. */
  void start(long at, long lastUid) {
    modseq = at;
    highestUid = Math.max(highestUid, lastUid);
  }

  boolean isStarted() {
    return modseq >= 0;
  }

  /** Something happened elsewhere before it was known where to begin. */
  void miss() {
    missed = true;
  }

  boolean hasMissed() {
    return missed;
  }

  long modseq() {
    return modseq;
  }

  /** Whether messages that nobody here has heard of lie before those that came. */
  boolean hasGap(List<Long> uids) {
    boolean gap =
        isStarted() && !uids.isEmpty() && uids.getFirst() > highestUid + 1; // they come in order
    uids.forEach(uid -> highestUid = Math.max(highestUid, uid));
    return gap;
  }

  void arrived(MessageUid uid) {
    highestUid = Math.max(highestUid, uid.asLong());
  }

  /** An event of this node told of a change. */
  void heard(long change) {
    if (told.size() >= REMEMBERED) {
      told.remove(told.iterator().next());
    }
    told.add(change);
  }

  boolean wasHeard(long change) {
    return told.contains(change);
  }

  /** An event of this node told that a message is gone: what is being read may still have it. */
  void gone(MessageUid uid) {
    if (reading) {
      goneMeanwhile.add(uid);
    }
  }

  boolean isGone(MessageUid uid) {
    return goneMeanwhile.contains(uid);
  }

  void reading() {
    reading = true;
  }

  /** What was read is noted. */
  void read(long until) {
    reading = false;
    goneMeanwhile.clear();
    modseq = Math.max(modseq, until);
  }
}
