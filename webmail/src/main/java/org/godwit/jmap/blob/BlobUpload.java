package org.godwit.jmap.blob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.SetAnswer;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.BlobId;
import org.godwit.jmap.mail.BlobReader;
import org.godwit.store.listing.Uploads;

/** Blob/upload (9404 §4.1): small files, and pieces of others put together. */
final class BlobUpload implements Method {

  private final Uploads uploads;
  private final BlobReader blobs;

  @Inject
  BlobUpload(Uploads uploads, BlobReader blobs) {
    this.uploads = uploads;
    this.blobs = blobs;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    Map<String, ObjectNode> create = arguments.creations("create");
    arguments.noOther();
    if (sight.isReadOnly()) {
      throw new MethodError("accountReadOnly", null);
    }
    if (create.size() > Limits.OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("there are more blobs than maxObjectsInSet");
    }
    SetAnswer answer = new SetAnswer(exchange);
    create.forEach(
        (id, given) -> {
          try {
            answer.created(id, create(sight, given, exchange));
          } catch (SetError why) {
            answer.notCreated(id, why);
          }
        });
    ObjectNode json = answer.json(sight, "", "");
    json.retain("accountId", "created", "notCreated");
    return json;
  }

  private ObjectNode create(Sight sight, ObjectNode given, Exchange exchange) throws SetError {
    for (String property : (Iterable<String>) given::fieldNames) {
      if (!property.equals("data") && !property.equals("type")) {
        throw SetError.invalidProperties("there is no such property", property);
      }
    }
    JsonNode type = given.path("type");
    if (!type.isMissingNode() && !type.isNull() && !type.isTextual()) {
      throw SetError.invalidProperties("this is no media type", "type");
    }
    if (!given.path("data").isArray() || given.get("data").isEmpty()) {
      throw SetError.invalidProperties("data are sources", "data");
    }
    if (given.get("data").size() > BlobCapability.MOST_SOURCES) {
      throw SetError.of("tooLarge", "there are more sources than maxDataSources");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode source : given.get("data")) {
      byte[] piece = piece(sight, source, exchange);
      if (bytes.size() + (long) piece.length > Limits.SIZE_UPLOAD) {
        throw SetError.of("tooLarge", "the blob is larger than maxSizeBlobSet");
      }
      bytes.writeBytes(piece);
    }
    UUID id = uploads.add(sight.account(), bytes.toByteArray());
    return Json.object()
        .put("id", new BlobId.OfUpload(id).toString())
        .put("type", type.asText("application/octet-stream"))
        .put("size", bytes.size());
  }

  /** 9404 §4.1: a text, base64, or a range of another blob. */
  private byte[] piece(Sight sight, JsonNode source, Exchange exchange) throws SetError {
    if (source.size() == 1 && source.path("data:asText").isTextual()) {
      return source.get("data:asText").textValue().getBytes(StandardCharsets.UTF_8);
    }
    if (source.size() == 1 && source.path("data:asBase64").isTextual()) {
      try {
        return Base64.getDecoder().decode(source.get("data:asBase64").textValue());
      } catch (IllegalArgumentException e) {
        throw SetError.invalidProperties("this is no base64", "data");
      }
    }
    if (!source.path("blobId").isTextual()) {
      throw SetError.invalidProperties("a source is a text, base64 or a blob", "data");
    }
    String blobId = source.get("blobId").textValue();
    Optional<byte[]> bytes = exchange.resolve(blobId).flatMap(id -> blobs.read(sight, id));
    if (bytes.isEmpty()) {
      ObjectNode more = Json.object();
      more.putArray("notFound").add(blobId);
      throw SetError.with("blobNotFound", null, more);
    }
    return range(source, bytes.get());
  }

  private static byte[] range(JsonNode source, byte[] all) throws SetError {
    long offset = number(source, "offset", 0);
    long length = number(source, "length", all.length - offset);
    if (offset + length > all.length || length < 0) {
      throw SetError.invalidProperties("the blob is shorter", "data");
    }
    return java.util.Arrays.copyOfRange(all, (int) offset, (int) (offset + length));
  }

  private static long number(JsonNode source, String name, long otherwise) throws SetError {
    JsonNode value = source.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw SetError.invalidProperties(name + " is no number", "data");
    }
    return value.longValue();
  }
}
