package org.godwit.jmap.mdn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.godwit.jmap.SetError;

/**
 * What a client says in a receipt (9007 §1.5).
 *
 * @param email id of the one that is answered
 * @param disposition as its field says it (8098 §3.2.6)
 */
record Receipt(
    String email,
    Optional<String> subject,
    Optional<String> text,
    boolean withOriginal,
    Optional<String> reportingUa,
    Optional<String> finalRecipient,
    String disposition,
    Map<String, String> extensions) {

  static final Map<String, List<String>> DISPOSITION =
      Map.of(
          "actionMode", List.of("manual-action", "automatic-action"),
          "sendingMode", List.of("mdn-sent-manually", "mdn-sent-automatically"),
          "type", List.of("deleted", "dispatched", "displayed", "processed"));

  private static final List<String> GIVEN =
      List.of(
          "forEmailId",
          "subject",
          "textBody",
          "includeOriginalMessage",
          "reportingUA",
          "disposition",
          "finalRecipient",
          "extensionFields");

  private static final Pattern FIELD = Pattern.compile("[\\x21-\\x39\\x3B-\\x7E]{1,76}");
  private static final int LONGEST = 900;

  static Receipt read(ObjectNode given) throws SetError {
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!GIVEN.contains(entry.getKey())) {
        throw SetError.invalidProperties("the server sets it, or it is not known", entry.getKey());
      }
    }
    JsonNode original = given.path("includeOriginalMessage");
    if (!original.isMissingNode() && !original.isBoolean()) {
      throw SetError.invalidProperties("it is true or false", "includeOriginalMessage");
    }
    JsonNode body = given.path("textBody");
    if (!body.isMissingNode() && !body.isNull() && !body.isTextual()) {
      throw SetError.invalidProperties("it is a text", "textBody");
    }
    Optional<String> text = Optional.ofNullable(body.textValue());
    return new Receipt(
        line(given, "forEmailId").orElse(""),
        line(given, "subject"),
        text,
        original.asBoolean(false),
        line(given, "reportingUA"),
        line(given, "finalRecipient"),
        disposition(given.path("disposition")),
        extensions(given.path("extensionFields")));
  }

  /** A text that goes into a header, and must not become two fields there. */
  private static Optional<String> line(ObjectNode given, String property) throws SetError {
    JsonNode value = given.path(property);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    return Optional.of(line(value, property));
  }

  private static String line(JsonNode value, String property) throws SetError {
    String text = value.asText();
    if (!value.isTextual()
        || text.length() > LONGEST
        || text.chars().anyMatch(Character::isISOControl)) {
      throw SetError.invalidProperties("it is one line of text", property);
    }
    return text;
  }

  private static String disposition(JsonNode given) throws SetError {
    boolean fits =
        given.isObject()
            && given.size() == DISPOSITION.size()
            && DISPOSITION.entrySet().stream()
                .allMatch(it -> it.getValue().contains(given.path(it.getKey()).asText()));
    if (!fits) {
      throw SetError.invalidProperties(
          "it is a mode of action and of sending, and a type", "disposition");
    }
    return given.get("actionMode").asText()
        + "/"
        + given.get("sendingMode").asText().replace("mdn-", "MDN-")
        + "; "
        + given.get("type").asText();
  }

  private static Map<String, String> extensions(JsonNode given) throws SetError {
    if (!given.isMissingNode() && !given.isNull() && !given.isObject()) {
      throw SetError.invalidProperties("they are an object of texts", "extensionFields");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!FIELD.matcher(entry.getKey()).matches()) {
        throw SetError.invalidProperties("this is no name of a field", "extensionFields");
      }
      fields.put(entry.getKey(), line(entry.getValue(), "extensionFields"));
    }
    return fields;
  }
}
