package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.godwit.jmap.SetError;

/** What a client may say of a mailbox (8621 §2). */
record Wish(
    Optional<String> name,
    Optional<String> parent,
    Optional<String> role,
    int sortOrder,
    boolean subscribed) {

  static final List<String> PROPERTIES =
      List.of("name", "parentId", "role", "sortOrder", "isSubscribed");

  static Wish blank() {
    return new Wish(Optional.empty(), Optional.empty(), Optional.empty(), 0, false);
  }

  /** Reads properties over others. */
  static Wish of(Wish before, ObjectNode given) throws SetError {
    Wish wish = before;
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      wish = wish.with(entry.getKey(), entry.getValue());
    }
    return wish;
  }

  private Wish with(String property, JsonNode value) throws SetError {
    boolean fits =
        switch (property) {
          case "name" -> value.isTextual();
          case "parentId", "role" -> value.isTextual() || value.isNull();
          case "sortOrder" ->
              value.isNull() || (value.isInt() && value.intValue() >= 0) || isLong(value);
          case "isSubscribed" -> value.isNull() || value.isBoolean(); // 8620 §5.3: null is false
          default -> false;
        };
    boolean isRole =
        !property.equals("role") || value.isNull() || Roles.ALL.contains(value.asText());
    if (!fits || !isRole) {
      throw SetError.invalidProperties("this is no value for it", property);
    }
    Optional<String> text = value.isNull() ? Optional.empty() : Optional.of(value.asText());
    return switch (property) {
      case "name" -> new Wish(text, parent, role, sortOrder, subscribed);
      case "parentId" -> new Wish(name, text, role, sortOrder, subscribed);
      case "role" -> new Wish(name, parent, text, sortOrder, subscribed);
      case "sortOrder" -> new Wish(name, parent, role, value.intValue(), subscribed);
      default -> new Wish(name, parent, role, sortOrder, value.booleanValue());
    };
  }

  private static boolean isLong(JsonNode value) {
    return value.isLong() && value.longValue() >= 0 && value.longValue() <= Integer.MAX_VALUE;
  }
}
