package org.godwit.jmap.quota;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.godwit.jmap.Json;

/**
 * What an account has used of its limits.
 *
 * @param octets by kind: what is used, and the limit; a kind without a limit is no quota
 */
record Standing(Optional<Use> octets, Optional<Use> count) {

  record Use(long used, long limit) {
    private static Optional<Use> of(long used, OptionalLong limit) {
      return limit.isPresent() ? Optional.of(new Use(used, limit.getAsLong())) : Optional.empty();
    }

    private String text() {
      return Long.toString(used, 36) + "-" + Long.toString(limit, 36);
    }
  }

  private static final Pattern STATE =
      Pattern.compile(
          "o(?:([0-9a-z]{1,13})-([0-9a-z]{1,13}))?c(?:([0-9a-z]{1,13})-([0-9a-z]{1,13}))?");

  static Standing of(long bytes, OptionalLong mostBytes, long messages, OptionalLong mostMessages) {
    return new Standing(Use.of(bytes, mostBytes), Use.of(messages, mostMessages));
  }

  /** A state of clients. */
  String state() {
    return "o" + octets.map(Use::text).orElse("") + "c" + count.map(Use::text).orElse("");
  }

  /** What a state said; empty when it is none of ours. */
  static Optional<Standing> ofState(String state) {
    Matcher found = STATE.matcher(state);
    try {
      return found.matches()
          ? Optional.of(
              new Standing(
                  use(found.group(1), found.group(2)), use(found.group(3), found.group(4))))
          : Optional.empty();
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  private static Optional<Use> use(String used, String limit) {
    return used == null
        ? Optional.empty()
        : Optional.of(new Use(Long.parseLong(used, 36), Long.parseLong(limit, 36)));
  }

  /** By id. */
  Map<String, Use> uses() {
    Map<String, Use> uses = new LinkedHashMap<>();
    octets.ifPresent(use -> uses.put("octets", use));
    count.ifPresent(use -> uses.put("count", use));
    return uses;
  }

  /** A quota as clients read it (9425 §4). */
  static ObjectNode json(String id, Use use) {
    boolean isOctets = id.equals("octets");
    ObjectNode json =
        Json.object()
            .put("id", id)
            .put("resourceType", id)
            .put("used", use.used())
            .put("hardLimit", use.limit())
            .put("scope", "account")
            .put("name", isOctets ? "Storage" : "Messages")
            .putNull("warnLimit")
            .putNull("softLimit")
            .putNull("description");
    json.putArray("types").add("Email");
    return json;
  }
}
