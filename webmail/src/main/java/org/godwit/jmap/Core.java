package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The core capability (8620 §2, §4). */
public final class Core implements Capability {

  public static final String URI = "urn:ietf:params:jmap:core";

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
    return Map.of("Core/echo", (arguments, exchange) -> arguments.all());
  }
}
