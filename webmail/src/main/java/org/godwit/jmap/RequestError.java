package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Why a whole request is refused (8620 §3.6.1), as problem details (RFC 9457). */
public final class RequestError extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String SPACE = "urn:ietf:params:jmap:error:";

  private final String type;
  private final int status;
  private final String limit;

  private RequestError(String type, int status, String limit, String detail) {
    super(detail, null, false, false); // an answer, not an accident: no stack trace
    this.type = type;
    this.status = status;
    this.limit = limit;
  }

  static RequestError unknownCapability(String capability) {
    return new RequestError(
        "unknownCapability", 400, null, "There is no capability " + capability + " here.");
  }

  /** Not what we can read. */
  public static RequestError notJson() {
    return new RequestError("notJSON", 400, null, "The content is not I-JSON (RFC 7493).");
  }

  /** Readable, but no request. */
  public static RequestError notRequest(String detail) {
    return new RequestError("notRequest", 400, null, detail);
  }

  /**
   * A limit was exceeded.
   *
   * @param limit its name in the core capability
   */
  public static RequestError limit(int status, String limit) {
    return new RequestError("limit", status, limit, "This is more than " + limit + " allows.");
  }

  int status() {
    return status;
  }

  public ObjectNode json() {
    ObjectNode json = Json.object().put("type", SPACE + type).put("status", status);
    if (limit != null) {
      json.put("limit", limit);
    }
    return json.put("detail", getMessage());
  }
}
