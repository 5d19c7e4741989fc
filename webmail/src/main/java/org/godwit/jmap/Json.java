package org.godwit.jmap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** I-JSON (RFC 7493): a name once, UTF-8, no half of a surrogate pair, and not too deep. */
public final class Json {

  private static final int DEEPEST = 64;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(Math.toIntExact(Limits.SIZE_REQUEST))
                          .maxNumberLength(50)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /** Reads a text; empty when it is no I-JSON. */
  public static Optional<JsonNode> read(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonNode read = MAPPER.readTree(text);
      return Optional.ofNullable(read).filter(Json::isWhole).filter(node -> !node.isMissingNode());
    } catch (CharacterCodingException | JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }

  /** 7493 §2.1: no surrogate stands alone. */
  private static boolean isWhole(JsonNode node) {
    if (node.isTextual()) {
      return StandardCharsets.UTF_8.newEncoder().canEncode(node.textValue());
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(field.getKey())) {
        return false;
      }
    }
    for (JsonNode inside : node) {
      if (!isWhole(inside)) {
        return false;
      }
    }
    return true;
  }

  /** As UTF-8, in the shortest form. */
  public static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * An object that we wrote down ourselves.
   *
   * @throws IllegalStateException it is none
   */
  public static ObjectNode object(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (JsonProcessingException | ClassCastException e) {
      throw new IllegalStateException("a document in the store is none", e);
    }
  }

  /** The value when it is an object, else one without properties. */
  public static ObjectNode objectOr(JsonNode value) {
    return value instanceof ObjectNode object ? object : object();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static ArrayNode texts(Collection<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  /** A set, as JMAP writes it: each member true. */
  public static ObjectNode set(Collection<String> members) {
    ObjectNode set = object();
    members.forEach(member -> set.put(member, true));
    return set;
  }
}
