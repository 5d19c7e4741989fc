package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The answer of a /set while it grows (8620 §5.3). For one thread. */
public final class SetAnswer {

  private final ObjectNode created = Json.object();
  private final ObjectNode updated = Json.object();
  private final ArrayNode destroyed = Json.array();
  private final ObjectNode notCreated = Json.object();
  private final ObjectNode notUpdated = Json.object();
  private final ObjectNode notDestroyed = Json.object();
  private final Exchange exchange;

  public SetAnswer(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * Something was created.
   *
   * @param properties what the server set, {@code id} among it
   */
  public void created(String creationId, ObjectNode properties) {
    exchange.created(creationId, properties.get("id").textValue());
    created.set(creationId, properties);
  }

  public void updated(String id) {
    updated.putNull(id);
  }

  /** Updated, and the server set these besides. */
  public void updated(String id, ObjectNode properties) {
    updated.set(id, properties);
  }

  public void destroyed(String id) {
    destroyed.add(id);
  }

  public void notCreated(String creationId, SetError why) {
    notCreated.set(creationId, why.json());
  }

  public void notUpdated(String id, SetError why) {
    notUpdated.set(id, why.json());
  }

  public void notDestroyed(String id, SetError why) {
    notDestroyed.set(id, why.json());
  }

  /** Whether anything was changed. */
  public boolean changedAnything() {
    return !created.isEmpty() || !updated.isEmpty() || !destroyed.isEmpty();
  }

  /** Ids of what was created, as the client calls it. */
  public Set<String> createdIds() {
    Set<String> ids = new java.util.LinkedHashSet<>();
    created.fieldNames().forEachRemaining(ids::add);
    return ids;
  }

  public ObjectNode json(Sight sight, String oldState, String newState) {
    return fill(
        Json.object()
            .put("accountId", sight.id())
            .put("oldState", oldState)
            .put("newState", newState));
  }

  /** The same for a type that belongs to no account. */
  public ObjectNode json() {
    return fill(Json.object());
  }

  private ObjectNode fill(ObjectNode answer) {
    put(answer, "created", created);
    put(answer, "updated", updated);
    answer.set("destroyed", destroyed);
    put(answer, "notCreated", notCreated);
    put(answer, "notUpdated", notUpdated);
    put(answer, "notDestroyed", notDestroyed);
    return answer;
  }

  private static void put(ObjectNode answer, String name, ObjectNode value) {
    answer.set(name, value.isEmpty() ? null : value); // 8620 §5.3: null when there is none
  }
}
