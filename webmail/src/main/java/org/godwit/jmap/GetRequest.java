package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What /get methods have in common (8620 §5.1).
 *
 * @param ids each once; empty for all there are
 * @param properties always with {@code id}
 */
public record GetRequest(Sight sight, Optional<List<String>> ids, Set<String> properties) {

  public GetRequest {
    ids = ids.map(List::copyOf);
  }

  /**
   * Reads it.
   *
   * @param usual the properties when none are named
   * @param known whether there is such a property
   */
  public static GetRequest of(
      Sight sight,
      Arguments arguments,
      Exchange exchange,
      Collection<String> usual,
      Predicate<String> known)
      throws MethodError {
    arguments.any("accountId");
    Optional<List<String>> given = arguments.texts("ids");
    if (given.isPresent() && given.get().size() > Limits.OBJECTS_IN_GET) {
      throw MethodError.requestTooLarge("there are more ids than maxObjectsInGet");
    }
    Set<String> properties = new LinkedHashSet<>(List.of("id"));
    Optional<List<String>> asked = arguments.texts("properties");
    properties.addAll(asked.isPresent() ? asked.get() : usual);
    for (String property : properties) {
      if (!property.equals("id") && !known.test(property)) {
        throw MethodError.invalidArguments("there is no property " + property);
      }
    }
    return new GetRequest(sight, given.map(ids -> meant(ids, exchange)), properties);
  }

  /** Creation ids stand for what was created; one that is unknown is not found. */
  private static List<String> meant(List<String> ids, Exchange exchange) {
    Set<String> meant = new LinkedHashSet<>();
    ids.forEach(id -> meant.add(exchange.resolve(id).orElse(id)));
    return List.copyOf(meant);
  }

  public boolean wants(String property) {
    return properties.contains(property);
  }

  /**
   * The answer.
   *
   * @param found by id; those that were asked for, or all
   */
  public ObjectNode answer(long modseq, Map<String, ObjectNode> found) {
    return answer(States.of(modseq), found);
  }

  /** The answer when no properties were named: all that the objects have. */
  public ObjectNode whole(long modseq, Map<String, ObjectNode> found) {
    Set<String> all = new LinkedHashSet<>(List.of("id"));
    found.values().forEach(one -> one.fieldNames().forEachRemaining(all::add));
    return new GetRequest(sight, ids, all).answer(modseq, found);
  }

  public ObjectNode answer(String state, Map<String, ObjectNode> found) {
    ObjectNode answer = Json.object().put("accountId", sight.id()).put("state", state);
    var list = answer.putArray("list");
    List<String> missing = new ArrayList<>();
    for (String id : ids.orElseGet(() -> List.copyOf(found.keySet()))) {
      ObjectNode one = found.get(id);
      if (one == null) {
        missing.add(id);
      } else {
        one.retain(properties);
        list.add(one);
      }
    }
    answer.set("notFound", Json.texts(missing));
    return answer;
  }
}
