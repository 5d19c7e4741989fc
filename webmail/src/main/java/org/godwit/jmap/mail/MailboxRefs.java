package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.store.mailbox.StoreMailboxId;

/** Mailboxes as an email's {@code mailboxIds} name them. */
final class MailboxRefs {

  private MailboxRefs() {}

  static List<String> ids(Sight sight, Collection<Long> numbers) {
    return numbers.stream()
        .map(number -> new StoreMailboxId(sight.account(), number).serialize())
        .toList();
  }

  /** The number of a mailbox of this account; empty when the id is none of ours. */
  static Optional<Long> number(Sight sight, String id) {
    try {
      StoreMailboxId mailbox = new StoreMailboxId.Factory().fromString(id);
      return mailbox.account() == sight.account()
          ? Optional.of(mailbox.number())
          : Optional.empty();
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /** 8621 §4.1.1: one at least, each true. */
  static Set<Long> read(Sight sight, JsonNode given, Exchange exchange) throws SetError {
    if (given == null || !given.isObject() || given.isEmpty()) {
      throw wrong("an email is in one mailbox at least");
    }
    Set<Long> numbers = new TreeSet<>();
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      Optional<Long> number = exchange.resolve(entry.getKey()).flatMap(id -> number(sight, id));
      if (number.isEmpty() || !entry.getValue().equals(BooleanNode.TRUE)) {
        throw wrong("mailboxIds are ids of mailboxes, each true");
      }
      numbers.add(number.get());
    }
    return numbers;
  }

  private static SetError wrong(String description) {
    return SetError.invalidProperties(description, "mailboxIds");
  }
}
