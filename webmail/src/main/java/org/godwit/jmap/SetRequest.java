package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What /set methods have in common (8620 §5.3). */
public record SetRequest(
    Sight sight,
    Optional<String> ifInState,
    Map<String, ObjectNode> create,
    Map<String, ObjectNode> update,
    Set<String> destroy) {

  /** Reads it; creation ids in {@code update} and {@code destroy} are replaced. */
  public static SetRequest of(Sight sight, Arguments arguments, Exchange exchange)
      throws MethodError {
    arguments.any("accountId");
    if (sight.isReadOnly()) {
      throw new MethodError("accountReadOnly", null);
    }
    Map<String, ObjectNode> create = arguments.creations("create");
    Map<String, ObjectNode> update = new LinkedHashMap<>();
    arguments
        .objects("update")
        .forEach((id, patch) -> update.put(exchange.resolve(id).orElse(id), patch));
    Set<String> destroy = new LinkedHashSet<>();
    arguments
        .texts("destroy")
        .orElse(List.of())
        .forEach(id -> destroy.add(exchange.resolve(id).orElse(id)));
    if (create.size() + update.size() + destroy.size() > Limits.OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("there are more objects than maxObjectsInSet");
    }
    return new SetRequest(sight, arguments.text("ifInState"), create, update, destroy);
  }

  /** Refuses when the client thinks of another state. */
  public void mustBeIn(String state) throws MethodError {
    if (ifInState.isPresent() && !ifInState.get().equals(state)) {
      throw MethodError.stateMismatch();
    }
  }
}
