package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the core capability announces (8620 §2), and what is enforced. */
public final class Limits {

  public static final long SIZE_UPLOAD = 50L * 1024 * 1024;
  public static final int CONCURRENT_UPLOAD = 4;
  public static final long SIZE_REQUEST = 10L * 1024 * 1024;
  public static final int CONCURRENT_REQUESTS = 8;
  public static final int CALLS_IN_REQUEST = 32;
  public static final int OBJECTS_IN_GET = 1000;
  public static final int OBJECTS_IN_SET = 1000;

  /** 4790: how texts are compared where a client may ask. */
  public static final List<String> COLLATIONS = List.of("i;ascii-casemap", "i;octet");

  private Limits() {}

  static ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("maxSizeUpload", SIZE_UPLOAD)
            .put("maxConcurrentUpload", CONCURRENT_UPLOAD)
            .put("maxSizeRequest", SIZE_REQUEST)
            .put("maxConcurrentRequests", CONCURRENT_REQUESTS)
            .put("maxCallsInRequest", CALLS_IN_REQUEST)
            .put("maxObjectsInGet", OBJECTS_IN_GET)
            .put("maxObjectsInSet", OBJECTS_IN_SET);
    json.set("collationAlgorithms", Json.texts(COLLATIONS));
    return json;
  }
}
