package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A capability: what the session says of it, and the methods that come with it. */
public interface Capability {

  String uri();

  /** What the session's {@code capabilities} say. */
  default ObjectNode session() {
    return Json.object();
  }

  /** Where it is served, when that is beside the API over WebSocket; the session names it. */
  default Optional<String> path() {
    return Optional.empty();
  }

  /** Whether an account has it. */
  default boolean isOf(Sight sight) {
    return true;
  }

  /** What an account's {@code accountCapabilities} say. */
  default ObjectNode ofAccount(Sight sight) {
    return Json.object();
  }

  /** Types of data whose state is the account's modseq; clients can hear of their changes. */
  default List<String> types() {
    return List.of();
  }

  /** By name. */
  Map<String, Method> methods();
}
