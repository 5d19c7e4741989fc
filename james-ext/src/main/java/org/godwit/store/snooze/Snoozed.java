package org.godwit.store.snooze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.godwit.store.mailbox.StoreMailboxId;

/**
 * A message that was put off.
 *
 * @param in number of the mailbox where it waits
 * @param back number of the one that it comes to at its time
 * @param left numbers of those that it was taken out of
 */
public record Snoozed(UUID message, Instant until, long in, long back, Set<Long> left) {

  /** The type of the documents, whose ids are those of the messages. */
  public static final String TYPE = "Snooze";

  private static final ObjectMapper JSON = new ObjectMapper();

  public Snoozed {
    left = Set.copyOf(left);
  }

  /** Reads a document. */
  public static Snoozed read(UUID message, String document) {
    try {
      JsonNode json = JSON.readTree(document);
      Set<Long> left = new TreeSet<>();
      json.path("fromMailboxIds").fieldNames().forEachRemaining(id -> left.add(number(id)));
      return new Snoozed(
          message,
          Instant.parse(json.path("until").asText()),
          number(json.path("inMailboxId").asText()),
          number(json.path("mailboxId").asText()),
          left);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a document in the store is none", e);
    }
  }

  private static long number(String id) {
    return new StoreMailboxId.Factory().fromString(id).number();
  }
}
