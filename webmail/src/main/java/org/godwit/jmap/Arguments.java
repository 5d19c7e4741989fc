package org.godwit.jmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The arguments of a method, or the properties of a filter: read by name and type. For one thread.
 */
public final class Arguments {

  /** 8620 §1.3: integers are those that a double holds. */
  private static final long GREATEST = (1L << 53) - 1;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  private final ObjectNode given;
  private final Set<String> asked = new HashSet<>();

  public Arguments(ObjectNode given) {
    this.given = given;
  }

  /** The value of an argument; empty when it is missing or null. */
  public Optional<JsonNode> any(String name) {
    asked.add(name);
    JsonNode value = given.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  /** All of them, as they came. */
  ObjectNode all() {
    return given;
  }

  /** Whether it was given, be it as null. */
  public boolean has(String name) {
    return given.has(name);
  }

  public Optional<String> text(String name) throws MethodError {
    Optional<JsonNode> value = any(name);
    if (value.isPresent() && !value.get().isTextual()) {
      throw wrong(name, "a String");
    }
    return value.map(JsonNode::textValue);
  }

  public Optional<String> id(String name) throws MethodError {
    Optional<String> id = text(name);
    if (id.isPresent() && !isId(id.get())) {
      throw wrong(name, "an Id");
    }
    return id;
  }

  /** 8620 §1.2. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  public boolean flag(String name, boolean otherwise) throws MethodError {
    return maybeFlag(name).orElse(otherwise);
  }

  public Optional<Boolean> maybeFlag(String name) throws MethodError {
    Optional<JsonNode> value = any(name);
    if (value.isPresent() && !value.get().isBoolean()) {
      throw wrong(name, "a Boolean");
    }
    return value.map(JsonNode::booleanValue);
  }

  public OptionalLong integer(String name) throws MethodError {
    Optional<JsonNode> value = any(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode number = value.get();
    if (!number.isIntegralNumber()
        || !number.canConvertToLong()
        || Math.abs(number.longValue()) > GREATEST) {
      throw wrong(name, "an Int");
    }
    return OptionalLong.of(number.longValue());
  }

  public OptionalLong unsigned(String name) throws MethodError {
    OptionalLong number = integer(name);
    if (number.isPresent() && number.getAsLong() < 0) {
      throw wrong(name, "an UnsignedInt");
    }
    return number;
  }

  public Optional<List<String>> texts(String name) throws MethodError {
    Optional<JsonNode> value = any(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().isArray()) {
      throw wrong(name, "an array");
    }
    List<String> found = new ArrayList<>();
    for (JsonNode one : value.get()) {
      if (!one.isTextual()) {
        throw wrong(name, "an array of String");
      }
      found.add(one.textValue());
    }
    return Optional.of(found);
  }

  public Optional<List<String>> ids(String name) throws MethodError {
    Optional<List<String>> ids = texts(name);
    if (ids.isPresent() && !ids.get().stream().allMatch(Arguments::isId)) {
      throw wrong(name, "an array of Id");
    }
    return ids;
  }

  /** An object of objects, in its order. */
  public Map<String, ObjectNode> objects(String name) throws MethodError {
    Optional<JsonNode> value = any(name);
    if (value.isPresent() && !value.get().isObject()) {
      throw wrong(name, "an object");
    }
    Map<String, ObjectNode> found = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.map(JsonNode::properties).orElse(Set.of())) {
      if (!(entry.getValue() instanceof ObjectNode object)) {
        throw wrong(name, "an object of objects");
      }
      found.put(entry.getKey(), object);
    }
    return found;
  }

  /** The same by creation ids (8620 §5.3). */
  public Map<String, ObjectNode> creations(String name) throws MethodError {
    Map<String, ObjectNode> found = objects(name);
    if (!found.keySet().stream().allMatch(Arguments::isId)) {
      throw wrong(name, "an object by creation ids, which are of type Id");
    }
    return found;
  }

  public Optional<ObjectNode> object(String name) throws MethodError {
    Optional<JsonNode> value = any(name);
    if (value.isPresent() && !value.get().isObject()) {
      throw wrong(name, "an object");
    }
    return value.map(ObjectNode.class::cast);
  }

  /** Fails when something was given that nobody asked for. */
  public void noOther() throws MethodError {
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!asked.contains(entry.getKey())) {
        throw MethodError.invalidArguments("there is no argument " + entry.getKey());
      }
    }
  }

  private static MethodError wrong(String name, String wanted) {
    return MethodError.invalidArguments(name + " is not " + wanted);
  }

  public static <T> T need(Optional<T> value, String name) throws MethodError {
    return value.orElseThrow(() -> MethodError.invalidArguments(name + " is missing"));
  }
}
