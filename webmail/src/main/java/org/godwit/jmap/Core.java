package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** The core capability (8620 §2, §4). */
public final class Core implements Capability {

  public static final String URI = "urn:ietf:params:jmap:core";

  private final Map<String, Method> methods = new HashMap<>();

  public Core() {
    this(Map.of());
  }

  /** With the methods of types that the core defines. */
  public Core(Map<String, Method> more) {
    methods.put("Core/echo", (arguments, exchange) -> arguments.all());
    methods.putAll(more);
  }

  @Override
  public String uri() {
    return URI;
  }

  @Override
  public ObjectNode session() {
    return Limits.json();
  }

  @Override
  public boolean isOf(Sight sight) {
    return false; // 8620 §2: it belongs to no account
  }

  @Override
  public Map<String, Method> methods() {
    return Map.copyOf(methods);
  }
}
