package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A method's answer when it does not do what it was asked (8620 §3.6.2). */
public final class MethodError extends Exception {
  private static final long serialVersionUID = 1L;

  private final String type;

  public MethodError(String type, String description) {
    super(description, null, false, false); // an answer, not an accident: no stack trace
    this.type = type;
  }

  public static MethodError invalidArguments(String description) {
    return new MethodError("invalidArguments", description);
  }

  public static MethodError cannotCalculateChanges(String description) {
    return new MethodError("cannotCalculateChanges", description);
  }

  public static MethodError requestTooLarge(String description) {
    return new MethodError("requestTooLarge", description);
  }

  public static MethodError stateMismatch() {
    return new MethodError("stateMismatch", "the state is another by now");
  }

  public static MethodError unsupportedFilter(String description) {
    return new MethodError("unsupportedFilter", description);
  }

  public static MethodError unsupportedSort(String description) {
    return new MethodError("unsupportedSort", description);
  }

  public String type() {
    return type;
  }

  /** The arguments of the response {@code error}. */
  public ObjectNode json() {
    ObjectNode json = Json.object().put("type", type);
    if (getMessage() != null) {
      json.put("description", getMessage());
    }
    return json;
  }
}
