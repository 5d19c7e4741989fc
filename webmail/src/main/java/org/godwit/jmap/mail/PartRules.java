package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.godwit.jmap.SetError;

/** What a part of an email to be made may say of itself (8621 §4.6). */
final class PartRules {

  private static final int DEEPEST = 20;

  /** Properties, and the header fields that say the same. */
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "type", Set.of("content-type"),
          "charset", Set.of("content-type"),
          "name", Set.of("content-type", "content-disposition"),
          "disposition", Set.of("content-disposition"),
          "cid", Set.of("content-id"),
          "location", Set.of("content-location"),
          "language", Set.of("content-language"));

  private static final Set<String> TEXTS =
      Set.of("partId", "blobId", "name", "type", "charset", "disposition", "cid", "location");

  private static final Set<String> VALUE = Set.of("value", "isEncodingProblem", "isTruncated");

  private PartRules() {}

  /**
   * Refuses what cannot be.
   *
   * @param property of the email, in which the part is
   */
  static void check(JsonNode part, String property) throws SetError {
    check(part, property, DEEPEST);
  }

  private static void check(JsonNode given, String property, int left) throws SetError {
    if (!(given instanceof ObjectNode part)) {
      throw wrong("a part is an object", property);
    }
    if (left == 0) {
      throw wrong("this is too deep", property);
    }
    Set<String> said = new TreeSet<>();
    Map<String, String> fields = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : part.properties()) {
      if (entry.getKey().startsWith("header:")) {
        fields.put(field(entry.getKey()), entry.getKey());
      } else {
        mustFit(entry.getKey(), entry.getValue(), property);
        if (!entry.getValue().isNull()) {
          said.add(entry.getKey());
        }
      }
    }
    for (String one : said) {
      if (FIELDS.getOrDefault(one, Set.of()).stream().anyMatch(fields::containsKey)) {
        throw wrong(one + " is said twice, once as a header field", property);
      }
    }
    mustBeOneThing(part, said, property);
    for (JsonNode inside : part.path("subParts")) {
      check(inside, property, left - 1);
    }
  }

  private static String field(String header) {
    return header.substring("header:".length()).split(":", 2)[0].toLowerCase(Locale.ROOT);
  }

  private static void mustFit(String name, JsonNode value, String property) throws SetError {
    boolean fits =
        value.isNull()
            || switch (name) {
              case "size" -> value.isIntegralNumber() && value.longValue() >= 0;
              case "language" -> areTexts(value);
              case "subParts" -> value.isArray();
              default -> TEXTS.contains(name) && value.isTextual();
            };
    if (!fits) {
      throw wrong("a part cannot say " + name + " so", property);
    }
  }

  private static boolean areTexts(JsonNode value) {
    for (JsonNode one : value) {
      if (!one.isTextual()) {
        return false;
      }
    }
    return value.isArray();
  }

  /** A text of its own, a blob, or parts. */
  private static void mustBeOneThing(ObjectNode part, Set<String> said, String property)
      throws SetError {
    String type = part.path("type").asText("").toLowerCase(Locale.ROOT);
    boolean isMultipart =
        type.startsWith("multipart/") || (type.isEmpty() && said.contains("subParts"));
    int ways = (said.contains("partId") ? 1 : 0) + (said.contains("blobId") ? 1 : 0);
    if (isMultipart ? ways > 0 : ways != 1 || said.contains("subParts")) {
      throw wrong("a part has a partId, a blobId, or is a multipart with subParts", property);
    }
    if (said.contains("partId") && (said.contains("charset") || said.contains("size"))) {
      throw wrong("of a part with a partId the server tells charset and size", property);
    }
  }

  /** 8621 §4.6: texts that are whole and well, also those of no part. */
  static void checkValues(JsonNode values) throws SetError {
    if (!values.isMissingNode() && !values.isNull() && !values.isObject()) {
      throw wrong("these are texts by the ids of parts", "bodyValues");
    }
    for (JsonNode value : values) {
      Set<String> said = new TreeSet<>();
      value.fieldNames().forEachRemaining(said::add);
      boolean plain =
          VALUE.containsAll(said)
              && value.path("value").isTextual()
              && isFalse(value.path("isEncodingProblem"))
              && isFalse(value.path("isTruncated"));
      if (!plain) {
        throw wrong("a text is whole and well", "bodyValues");
      }
    }
  }

  private static boolean isFalse(JsonNode flag) {
    return flag.isMissingNode() || flag.equals(BooleanNode.FALSE);
  }

  private static SetError wrong(String why, String property) {
    return SetError.invalidProperties(why, property);
  }
}
