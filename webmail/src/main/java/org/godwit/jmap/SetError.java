package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Why one object of a /set is not changed (8620 §5.3). */
public final class SetError extends Exception {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final transient ObjectNode more;

  private SetError(String type, String description, ObjectNode more) {
    super(description, null, false, false); // an answer, not an accident: no stack trace
    this.type = type;
    this.more = more;
  }

  public static SetError of(String type, String description) {
    return new SetError(type, description, Json.object());
  }

  public static SetError notFound() {
    return of("notFound", null);
  }

  public static SetError forbidden(String description) {
    return of("forbidden", description);
  }

  public static SetError invalidProperties(String description, String... properties) {
    ObjectNode more = Json.object();
    more.set("properties", Json.texts(List.of(properties)));
    return new SetError("invalidProperties", description, more);
  }

  public static SetError invalidPatch(String description) {
    return of("invalidPatch", description);
  }

  /** With one property more. */
  public static SetError with(String type, String description, ObjectNode more) {
    return new SetError(type, description, more);
  }

  public String type() {
    return type;
  }

  /** As clients read it. */
  public ObjectNode json() {
    ObjectNode json = Json.object().put("type", type);
    if (getMessage() != null) {
      json.put("description", getMessage());
    }
    return json.setAll(more);
  }
}
