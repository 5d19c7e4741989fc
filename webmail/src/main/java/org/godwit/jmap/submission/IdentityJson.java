package org.godwit.jmap.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.godwit.jmap.Json;
import org.godwit.jmap.SetError;

/** An identity as clients write it (8621 §6). */
final class IdentityJson {

  static final List<String> PROPERTIES =
      List.of(
          "id", "name", "email", "replyTo", "bcc", "textSignature", "htmlSignature", "mayDelete");

  private static final int LONGEST_NAME = 1_000;
  private static final int LONGEST_SIGNATURE = 256 * 1024;
  private static final int MOST_ADDRESSES = 100;

  private IdentityJson() {}

  /** One of which nothing is known but its address. */
  static ObjectNode blank(String email, boolean mayDelete) {
    return Json.object()
        .put("name", "")
        .put("email", email)
        .putNull("replyTo")
        .putNull("bcc")
        .put("textSignature", "")
        .put("htmlSignature", "")
        .put("mayDelete", mayDelete);
  }

  /** Checks properties, each by itself. */
  static void check(ObjectNode given) throws SetError {
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      JsonNode value = entry.getValue();
      boolean fits =
          switch (entry.getKey()) {
            case "name" -> isText(value, LONGEST_NAME) && isLine(value.textValue());
            case "email" -> value.isTextual();
            case "replyTo", "bcc" -> value.isNull() || areAddresses(value);
            case "textSignature", "htmlSignature" -> isText(value, LONGEST_SIGNATURE);
            case "mayDelete" -> value.isBoolean();
            default -> false;
          };
      if (!fits) {
        throw SetError.invalidProperties("this is no value for it", entry.getKey());
      }
    }
  }

  private static boolean isText(JsonNode value, int longest) {
    return value.isTextual() && value.textValue().length() <= longest;
  }

  private static boolean isLine(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  private static boolean areAddresses(JsonNode value) {
    if (!value.isArray() || value.size() > MOST_ADDRESSES) {
      return false;
    }
    for (JsonNode one : value) { // 8621 §4.1.2.3
      JsonNode name = one.path("name");
      boolean isNamed = name.isMissingNode() || name.isNull() || isText(name, LONGEST_NAME);
      boolean isAddress =
          one.isObject()
              && isNamed
              && one.path("email").isTextual()
              && OwnSenders.address(one.get("email").textValue()).isPresent()
              && one.properties().stream()
                  .allMatch(it -> it.getKey().equals("name") || it.getKey().equals("email"));
      if (!isAddress) {
        return false;
      }
    }
    return true;
  }
}
