package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;

/** The blobs that the parts of an email to be made name. For one email. */
final class AttachedBlobs {

  private final BlobReader blobs;
  private final Sight sight;
  private final Exchange exchange;
  private final Map<String, byte[]> known = new HashMap<>();

  AttachedBlobs(BlobReader blobs, Sight sight, Exchange exchange) {
    this.blobs = blobs;
    this.sight = sight;
    this.exchange = exchange;
  }

  /** Reads all that a part and those inside it name, each once. */
  void read(ObjectNode structure) throws SetError {
    List<String> named = new ArrayList<>();
    collect(structure, named);
    Set<String> missing = new LinkedHashSet<>();
    long octets = 0;
    for (String id : named) {
      if (!known.containsKey(id) && !missing.contains(id)) {
        Optional<byte[]> bytes = exchange.resolve(id).flatMap(it -> blobs.read(sight, it));
        bytes.ifPresentOrElse(found -> known.put(id, found), () -> missing.add(id));
      }
      octets += known.getOrDefault(id, new byte[0]).length;
      if (octets > Limits.SIZE_UPLOAD) { // 8620 §5.3
        throw SetError.of("tooLarge", "the parts are more than maxSizeAttachmentsPerEmail");
      }
    }
    if (!missing.isEmpty()) { // 8621 §4.6: all of them
      ObjectNode more = Json.object();
      more.set("notFound", Json.texts(missing));
      throw SetError.with("blobNotFound", null, more);
    }
  }

  private static void collect(JsonNode part, List<String> named) {
    if (part.path("blobId").isTextual()) {
      named.add(part.get("blobId").textValue());
    }
    part.path("subParts").forEach(inside -> collect(inside, named));
  }

  /** One that was read. */
  byte[] get(String id) {
    return known.get(id);
  }
}
