package org.godwit.jmap.blob;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Method;
import org.godwit.jmap.Sight;

/** The blob capability (9404 §3). */
public final class BlobCapability implements Capability {

  public static final String URI = "urn:ietf:params:jmap:blob";

  static final int MOST_SOURCES = 64;

  private final Map<String, Method> methods = new HashMap<>();

  @Inject
  BlobCapability(BlobUpload upload, BlobGet get, BlobLookup lookup) {
    methods.put("Blob/upload", upload);
    methods.put("Blob/get", get);
    methods.put("Blob/lookup", lookup);
  }

  @Override
  public String uri() {
    return URI;
  }

  @Override
  public ObjectNode ofAccount(Sight sight) {
    ObjectNode json =
        Json.object().put("maxSizeBlobSet", Limits.SIZE_UPLOAD).put("maxDataSources", MOST_SOURCES);
    json.set("supportedTypeNames", Json.texts(BlobLookup.TYPES));
    json.set("supportedDigestAlgorithms", Json.texts(List.copyOf(BlobGet.DIGESTS.keySet())));
    return json;
  }

  @Override
  public Map<String, Method> methods() {
    return Map.copyOf(methods);
  }
}
