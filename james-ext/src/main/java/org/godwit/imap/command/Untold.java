package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.james.imap.processor.base.UidMsnConverter;
import org.apache.james.mailbox.MessageUid;

/**
 * What happened to the messages of a selected mailbox and its client was not told yet. Events may
 * come in any order: an expunge may overtake the arrival. Not for two threads at once.
 */
final class Untold {
  private final UidMsnConverter told;
  private final NavigableSet<MessageUid> came = new TreeSet<>();
  private final NavigableSet<MessageUid> went = new TreeSet<>(); // of those that were told
  private final Set<MessageUid> neverCame = new HashSet<>(); // gone before they were seen
  private final NavigableSet<MessageUid> changed = new TreeSet<>(); // flags, not handed out yet
  private final NavigableSet<MessageUid> handedOut = new TreeSet<>(); // flags that are being told
  private final NavigableSet<MessageUid> touched = new TreeSet<>(); // while it is followed
  private final Set<MessageUid> own = new HashSet<>(); // came by this session
  private boolean followed;

  /** A message that came: it has a number now, and the client has to be told. */
  record Arrival(MessageUid uid, boolean own) {}

  /**
   * Nothing yet.
   *
   * @param told the messages that the client knows
   */
  Untold(UidMsnConverter told) {
    this.told = told;
  }

  boolean isTold(MessageUid uid) {
    return told.getMsn(uid).asInt().isPresent();
  }

  /** Whether the client knows it, or is about to. */
  boolean isKnown(MessageUid uid) {
    return isTold(uid) || came.contains(uid);
  }

  /** The mailbox was read; what had happened before that is known. */
  void opened() {
    came.removeIf(this::isTold);
    neverCame.stream().filter(this::isTold).forEach(went::add);
    neverCame.clear();
  }

  /** Whether this is news. */
  boolean arrived(MessageUid uid, boolean ours) {
    if (neverCame.remove(uid) || isTold(uid)) {
      return false;
    }
    came.add(uid);
    if (ours) {
      own.add(uid);
    }
    return true;
  }

  void gone(MessageUid uid) {
    if (isTold(uid)) {
      went.add(uid);
    } else if (!came.remove(uid)) {
      neverCame.add(uid);
    }
  }

  /**
   * Flags were set or removed.
   *
   * @param tell whether the client has to be told
   */
  void flagged(MessageUid uid, boolean tell) {
    if (followed && isTold(uid)) {
      touched.add(uid);
    }
    if (tell) {
      changed.add(uid);
    }
  }

  /** What came, ascending; from now on they have numbers. */
  List<Arrival> takeArrivals() {
    if (came.isEmpty()) {
      return List.of();
    }
    List<Arrival> arrivals = came.stream().map(uid -> new Arrival(uid, own.contains(uid))).toList();
    told.addAll(new ArrayList<>(came));
    if (followed) {
      touched.addAll(came);
    }
    came.clear();
    own.clear();
    return arrivals;
  }

  List<MessageUid> gone() {
    return List.copyOf(went);
  }

  void toldGone(MessageUid uid) {
    went.remove(uid);
  }

  /** Messages whose flags have to be told; they are kept until {@link #toldFlags}. */
  List<MessageUid> flags() {
    handedOut.addAll(changed);
    changed.clear();
    handedOut.removeIf(uid -> !isTold(uid));
    return List.copyOf(handedOut);
  }

  void toldFlags() {
    handedOut.clear();
  }

  /** Whether messages that are told or change have to be kept for {@link #takeTouched}. */
  void follow(boolean on) {
    followed = on;
    touched.clear();
  }

  /** What was told or changed since this was asked before, also by this session itself. */
  List<MessageUid> takeTouched() {
    List<MessageUid> taken = touched.stream().filter(this::isTold).toList();
    touched.clear();
    return taken;
  }
}
