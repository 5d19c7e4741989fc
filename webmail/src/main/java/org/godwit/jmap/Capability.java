package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A capability: what the session says of it, and the methods that come with it. */
public interface Capability {

  String uri();

  /** What the session's {@code capabilities} say. */
  default ObjectNode session() {
    return Json.object();
  }

  /** Whether an account has it. */
  default boolean isOf(Sight sight) {
    return true;
  }

  /** What an account's {@code accountCapabilities} say. */
  default ObjectNode ofAccount(Sight sight) {
    return Json.object();
  }

  /** By name. */
  Map<String, Method> methods();
}
