package org.godwit.imap.command;

import java.util.List;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.mailbox.MessageUid;

/**
 * How many messages one command works on (RFC 9738). Of more, the highest are taken, and the answer
 * says where to go on; a command that does all or nothing is refused.
 *
 * @param most messages; {@link Integer#MAX_VALUE} is no limit
 */
record MessageLimit(int most) {

  /** What of a set is worked on, and what the tagged answer has to say of it. */
  record Taken(List<MessageUid> uids, String code) {
    /** For a command that names none. */
    static final Taken ALL = new Taken(List.of(), "");
  }

  MessageLimit {
    if (most < 1) {
      throw new IllegalArgumentException("a command works on one message at least");
    }
  }

  /** What is announced; nothing without a limit. */
  List<Capability> capabilities() {
    return most == Integer.MAX_VALUE ? List.of() : List.of(Capability.of("MESSAGELIMIT=" + most));
  }

  boolean isExceededBy(int messages) {
    return messages > most;
  }

  /**
   * Those of a set that are worked on: the highest, so that the lowest of them is where it ends.
   */
  Taken take(List<MessageUid> ascending) {
    if (!isExceededBy(ascending.size())) {
      return new Taken(ascending, "");
    }
    List<MessageUid> taken = ascending.subList(ascending.size() - most, ascending.size());
    return new Taken(taken, partly(taken.getFirst().asLong()));
  }

  /** 9738 §3.2: everything down to here is done, and what is below is not. */
  String partly(long lowestUid) {
    return "[MESSAGELIMIT " + most + " " + lowestUid + "] ";
  }

  /** 9738 §3.2: nothing was done. */
  String refusal() {
    return "[MESSAGELIMIT " + most + "] too many messages, name fewer";
  }
}
