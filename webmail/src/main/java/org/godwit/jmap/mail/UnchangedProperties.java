package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Json;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Sight;

/**
 * What nobody can change may be said as it is (8620 §5.3): clients that send back whole emails do.
 */
final class UnchangedProperties {

  private static final Set<String> CHANGEABLE = Set.of("keywords", "mailboxIds");

  private final EmailGet emails;

  @Inject
  UnchangedProperties(EmailGet emails) {
    this.emails = emails;
  }

  /** The patches without them. A statement, where a patch says anything of the kind; else none. */
  Map<String, ObjectNode> without(Sight sight, Map<String, ObjectNode> patches) throws MethodError {
    Set<String> properties = new LinkedHashSet<>();
    Set<String> ids = new LinkedHashSet<>();
    patches.forEach(
        (id, patch) -> {
          Set<String> fixed = fixed(patch);
          if (!fixed.isEmpty()) {
            ids.add(id);
            properties.addAll(fixed);
          }
        });
    if (ids.isEmpty()) {
      return patches;
    }
    Map<UUID, ObjectNode> now = emails.read(sight, Ids.uuids(ids), properties);
    Map<String, ObjectNode> left = new LinkedHashMap<>();
    patches.forEach(
        (id, patch) -> left.put(id, without(patch, Ids.uuid(id).map(now::get).orElse(null))));
    return left;
  }

  private static Set<String> fixed(ObjectNode patch) {
    return patch.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !CHANGEABLE.contains(name) && EmailProperties.isKnown(name))
        .collect(Collectors.toSet());
  }

  private static ObjectNode without(ObjectNode patch, ObjectNode now) {
    if (now == null) {
      return patch;
    }
    JsonNode told = Json.read(Json.write(now)).orElseThrow(); // numbers of the same kinds
    ObjectNode left = patch.deepCopy();
    fixed(patch).stream()
        .filter(name -> patch.get(name).equals(told.get(name)))
        .forEach(left::remove);
    return left;
  }
}
