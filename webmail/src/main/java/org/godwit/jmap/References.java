package org.godwit.jmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Arguments taken from the answers of earlier methods (8620 §3.7). */
final class References {

  /** What was answered so far. */
  record Answered(String name, ObjectNode arguments, String callId) {}

  private References() {}

  /** Arguments with all references replaced by what they refer to. */
  static ObjectNode resolve(ObjectNode arguments, List<Answered> answers) throws MethodError {
    ObjectNode resolved = Json.object();
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      String name = argument.getKey();
      if (!name.startsWith("#")) {
        resolved.set(name, argument.getValue());
        continue;
      }
      String meant = name.substring(1);
      if (arguments.has(meant)) {
        throw MethodError.invalidArguments(meant + " is given twice, once by reference");
      }
      resolved.set(meant, find(argument.getValue(), answers));
    }
    return resolved;
  }

  private static JsonNode find(JsonNode reference, List<Answered> answers) throws MethodError {
    String of = text(reference, "resultOf");
    String name = text(reference, "name");
    String path = text(reference, "path");
    Optional<Answered> answer = answers.stream().filter(one -> one.callId().equals(of)).findFirst();
    if (answer.isEmpty() || !answer.get().name().equals(name)) {
      throw invalid("there is no answer " + name + " to the call " + of);
    }
    return at(answer.get().arguments(), path);
  }

  private static String text(JsonNode reference, String name) throws MethodError {
    JsonNode value = reference.get(name);
    if (value == null || !value.isTextual()) {
      throw invalid("a reference needs resultOf, name and path");
    }
    return value.textValue();
  }

  /** 6901, and {@code *} for all of an array. */
  static JsonNode at(JsonNode node, String path) throws MethodError {
    if (path.isEmpty()) {
      return node;
    }
    if (path.charAt(0) != '/') {
      throw invalid("a path starts with a slash");
    }
    int end = path.indexOf('/', 1);
    String token = path.substring(1, end < 0 ? path.length() : end);
    String rest = end < 0 ? "" : path.substring(end);
    if (token.equals("*") && node.isArray()) {
      ArrayNode all = Json.array();
      for (JsonNode one : node) {
        JsonNode found = at(one, rest);
        if (found.isArray()) { // 8620 §3.7: arrays are joined to one
          found.forEach(all::add);
        } else {
          all.add(found);
        }
      }
      return all;
    }
    return at(child(node, token), rest);
  }

  private static JsonNode child(JsonNode node, String token) throws MethodError {
    JsonNode found = null;
    if (node.isObject()) {
      found = node.get(token.replace("~1", "/").replace("~0", "~"));
    } else if (node.isArray() && token.matches("0|[1-9]\\d{0,8}")) {
      found = node.get(Integer.parseInt(token));
    }
    if (found == null) {
      throw invalid("the path leads nowhere");
    }
    return found;
  }

  private static MethodError invalid(String description) {
    return new MethodError("invalidResultReference", description);
  }
}
