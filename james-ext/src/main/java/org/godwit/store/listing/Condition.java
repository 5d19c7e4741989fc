package org.godwit.store.listing;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What a list asks of a message, wherever in the account it is. */
public sealed interface Condition {

  /** All of them; true for none. */
  record And(List<Condition> parts) implements Condition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** One of them, or more; false for none. */
  record Or(List<Condition> parts) implements Condition {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /** Not so. */
  record Not(Condition part) implements Condition {}

  /** It is in this mailbox, perhaps in others besides. */
  record In(long mailbox) implements Condition {}

  /** It is in a mailbox that is none of these. */
  record Outside(Set<Long> mailboxes) implements Condition {
    public Outside {
      mailboxes = Set.copyOf(mailboxes);
    }
  }

  /** It was received then or later, and before. */
  record Received(Instant from, Instant before) implements Condition {}

  /** It has so many octets or more, and fewer than that. */
  record Sized(long from, long below) implements Condition {}

  /** It bears a keyword, in some mailbox. */
  record Marked(String keyword) implements Condition {}

  /** A message of its thread bears a keyword. */
  record ThreadMarked(String keyword) implements Condition {}

  /** All messages of its thread bear a keyword. */
  record ThreadAllMarked(String keyword) implements Condition {}

  /** It is one of these. */
  record OneOf(Set<UUID> messages) implements Condition {
    public OneOf {
      messages = Set.copyOf(messages);
    }
  }

  /** Whether other messages of the thread decide. */
  default boolean asksThreads() {
    return switch (this) {
      case And and -> and.parts().stream().anyMatch(Condition::asksThreads);
      case Or or -> or.parts().stream().anyMatch(Condition::asksThreads);
      case Not not -> not.part().asksThreads();
      case ThreadMarked marked -> true;
      case ThreadAllMarked marked -> true;
      default -> false;
    };
  }
}
