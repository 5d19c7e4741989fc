package org.godwit.jmap.blob;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.BlobReader;

/** Blob/get (9404 §4.2): octets in a response, as far as it holds them. */
final class BlobGet implements Method {

  /** Names of 9404 §4.2 and Java's. */
  static final Map<String, String> DIGESTS =
      new TreeMap<>(Map.of("sha", "SHA-1", "sha-256", "SHA-256"));

  private static final long MOST_OCTETS = Limits.SIZE_REQUEST;

  private final BlobReader blobs;

  @Inject
  BlobGet(BlobReader blobs) {
    this.blobs = blobs;
  }

  private record Wanted(Set<String> properties, long offset, Optional<Long> length) {}

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    List<String> ids = Arguments.need(arguments.texts("ids"), "ids");
    Wanted wanted = wanted(arguments);
    arguments.noOther();
    if (ids.size() > Limits.OBJECTS_IN_GET) {
      throw MethodError.requestTooLarge("there are more ids than maxObjectsInGet");
    }
    ObjectNode answer = Json.object().put("accountId", sight.id());
    ArrayNode list = answer.putArray("list");
    List<String> missing = new ArrayList<>();
    long told = 0;
    for (String id : new LinkedHashSet<>(ids)) {
      Optional<byte[]> bytes = exchange.resolve(id).flatMap(it -> blobs.read(sight, it));
      if (bytes.isEmpty()) {
        missing.add(id);
        continue;
      }
      byte[] range = range(bytes.get(), wanted);
      told += range.length;
      if (told > MOST_OCTETS) {
        throw MethodError.requestTooLarge("the octets are too many for one response");
      }
      list.add(json(exchange.resolve(id).orElse(id), bytes.get(), range, wanted));
    }
    answer.set("notFound", Json.texts(missing));
    return answer;
  }

  private static Wanted wanted(Arguments arguments) throws MethodError {
    Set<String> properties =
        new LinkedHashSet<>(arguments.texts("properties").orElse(List.of("data", "size")));
    for (String property : properties) {
      boolean known =
          List.of("id", "data", "data:asText", "data:asBase64", "size").contains(property)
              || (property.startsWith("digest:")
                  && DIGESTS.containsKey(property.substring("digest:".length())));
      if (!known) {
        throw MethodError.invalidArguments("there is no property " + property);
      }
    }
    long offset = arguments.unsigned("offset").orElse(0);
    var length = arguments.unsigned("length");
    return new Wanted(
        properties,
        offset,
        length.isPresent() ? Optional.of(length.getAsLong()) : Optional.empty());
  }

  private static byte[] range(byte[] all, Wanted wanted) {
    int from = (int) Math.min(wanted.offset(), all.length);
    int to = (int) Math.min(from + wanted.length().orElse((long) all.length), all.length);
    return Arrays.copyOfRange(all, from, to);
  }

  private static ObjectNode json(String id, byte[] all, byte[] range, Wanted wanted) {
    ObjectNode json = Json.object().put("id", id);
    Optional<String> text = text(range);
    boolean asData = wanted.properties().contains("data");
    if (wanted.properties().contains("data:asText") || (asData && text.isPresent())) {
      json.put("data:asText", text.orElse(null));
    }
    if (wanted.properties().contains("data:asBase64") || (asData && text.isEmpty())) {
      json.put("data:asBase64", Base64.getEncoder().encodeToString(range));
    }
    if (text.isEmpty() && (asData || wanted.properties().contains("data:asText"))) {
      json.put("isEncodingProblem", true);
    }
    boolean cut =
        wanted.offset() + wanted.length().orElse(0L) > all.length; // 9404 §4.2: asked for more
    if (cut) {
      json.put("isTruncated", true);
    }
    for (String property : wanted.properties()) {
      if (property.startsWith("digest:")) {
        json.put(property, digest(DIGESTS.get(property.substring("digest:".length())), range));
      }
    }
    return wanted.properties().contains("size") ? json.put("size", all.length) : json;
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has " + algorithm, e);
    }
  }
}
