package org.godwit.jmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PatchObjects (8620 §5.3). */
public final class Patch {

  private Patch() {}

  /**
   * What an object becomes.
   *
   * @param before is not changed
   * @throws SetError {@code invalidPatch}
   */
  public static ObjectNode apply(ObjectNode before, ObjectNode patch) throws SetError {
    mustNotOverlap(patch);
    ObjectNode after = before.deepCopy();
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      set(after, path(entry.getKey()), entry.getValue());
    }
    return after;
  }

  private static List<String> path(String pointer) {
    List<String> path = new ArrayList<>();
    for (String token : pointer.split("/", -1)) { // 8620 §5.3: its first slash goes without saying
      path.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return path;
  }

  private static void set(ObjectNode object, List<String> path, JsonNode value) throws SetError {
    ObjectNode parent = object;
    for (String token : path.subList(0, path.size() - 1)) {
      if (!(parent.get(token) instanceof ObjectNode next)) { // 8620 §5.3: all but the last exist
        throw SetError.invalidPatch("there is no " + token + " to change inside");
      }
      parent = next;
    }
    if (path.size() > 1 && value.isNull()) {
      parent.remove(path.getLast());
    } else {
      parent.set(path.getLast(), value);
    }
  }

  private static void mustNotOverlap(ObjectNode patch) throws SetError {
    for (Map.Entry<String, JsonNode> one : patch.properties()) {
      for (int at = one.getKey().indexOf('/'); at > 0; at = one.getKey().indexOf('/', at + 1)) {
        if (patch.has(one.getKey().substring(0, at))) {
          throw SetError.invalidPatch("one pointer is the beginning of another");
        }
      }
    }
  }
}
