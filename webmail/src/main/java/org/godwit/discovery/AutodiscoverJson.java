package org.godwit.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.Fields;

/**
 * Outlook's second Autodiscover: a question in the address, an answer in JSON. It says where a
 * protocol is spoken, and of Microsoft's we speak the first Autodiscover alone.
 */
final class AutodiscoverJson {
  static final String PATH = "/autodiscover/autodiscover.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SPOKEN = "AutodiscoverV1";

  /**
   * What is answered.
   *
   * @param status of HTTP
   */
  record Answer(int status, String json) {}

  private AutodiscoverJson() {}

  /**
   * Answers.
   *
   * @param path {@link #PATH}, with {@code /v1.0/ADDRESS} behind it or not
   * @param query may have {@code Email} and {@code Protocol}, in any case
   * @param place of the first Autodiscover
   */
  static Answer of(String path, Fields query, Predicate<String> ours, String place) {
    String named = path.substring(PATH.length());
    int slash = named.lastIndexOf('/');
    Optional<String> address =
        slash > 0 ? Optional.of(named.substring(slash + 1)) : value(query, "Email");
    if (address.flatMap(AskedFor::of).filter(asked -> ours.test(asked.domain())).isEmpty()) {
      return refused(
          address.isEmpty() ? HttpStatus.BAD_REQUEST_400 : HttpStatus.NOT_FOUND_404,
          "InvalidUserId",
          "The given user is not valid.");
    }
    Optional<String> protocol = value(query, "Protocol");
    if (protocol.isEmpty()) {
      return refused(
          HttpStatus.BAD_REQUEST_400,
          "MandatoryParameterMissing",
          "A valid value must be provided for the query parameter 'Protocol'.");
    }
    if (!protocol.get().equalsIgnoreCase(SPOKEN)) {
      return refused(
          HttpStatus.BAD_REQUEST_400,
          "InvalidProtocol",
          "The given protocol is not supported. Supported values are '" + SPOKEN + "'.");
    }
    return answer(HttpStatus.OK_200, "Protocol", SPOKEN, "Url", place);
  }

  private static Optional<String> value(Fields query, String name) {
    for (Fields.Field field : query) {
      if (field.getName().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))
          && !field.getValue().isBlank()) {
        return Optional.of(field.getValue());
      }
    }
    return Optional.empty();
  }

  private static Answer refused(int status, String code, String message) {
    return answer(status, "ErrorCode", code, "ErrorMessage", message);
  }

  private static Answer answer(
      int status, String name, String value, String otherName, String other) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(name, value);
    facts.put(otherName, other);
    try {
      return new Answer(status, JSON.writeValueAsString(facts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are JSON", e);
    }
  }
}
