package org.godwit.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.godwit.store.admin.AuditEntry.Deed;
import org.godwit.store.admin.AuditLog;

/**
 * Writes down what is changed, before it is answered, and what was refused. What is about to be
 * done is kept first, so that a server that is killed meanwhile has it in the log all the same.
 */
final class Witness {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 4_000;

  private final AuditLog log;

  Witness(Services services) {
    this.log = services.get(AuditLog.class);
  }

  /** To be called before anything is changed. */
  UUID begin(Operation operation, Told told) {
    return log.begin(deed(operation, told, ""));
  }

  void done(UUID begun, Operation operation, Told told, Answer answer) {
    boolean complete = !(answer instanceof Answer.One one) || one.complete();
    String outcome =
        complete ? "done" : "partly: " + ((Answer.One) answer).facts().getOrDefault("message", "");
    log.end(begun, deed(operation, told, outcome));
  }

  /** What was begun did not come to its end. */
  void refused(UUID begun, Operation operation, Told told, AdminProblem problem) {
    log.end(begun, deed(operation, told, outcome(problem)));
  }

  /** It was not even begun. */
  void refused(Operation operation, Told told, AdminProblem problem) {
    log.add(deed(operation, told, outcome(problem)));
  }

  private static String outcome(AdminProblem problem) {
    String word =
        switch (problem.kind()) {
          case FORBIDDEN -> "forbidden: ";
          case REFUSED -> "refused: ";
          case MALFORMED, OTHER_TYPE -> "not understood: ";
          case UNAVAILABLE, FAULT -> "failed: ";
        };
    return word + problem.getMessage();
  }

  private static Deed deed(Operation operation, Told told, String outcome) {
    Actor actor = told.actor();
    return new Deed(
        actor.name(),
        actor.way().name().toLowerCase(Locale.ROOT),
        actor.from(),
        operation.name(),
        cut(String.join(" ", on(operation, told))),
        cut(told(operation, told)),
        cut(outcome));
  }

  /** What it was done to: the addresses, domains and mails that it names. */
  private static List<String> on(Operation operation, Told told) {
    List<String> on = new ArrayList<>();
    for (Parameter parameter : operation.parameters()) {
      switch (parameter.names()) {
        case NOTHING, POWER -> {}
        case DOMAIN, ADDRESS, ANY_ADDRESS, MAIL -> on.addAll(told.said(parameter));
      }
    }
    return on;
  }

  /** Everything that was told but secrets. */
  private static String told(Operation operation, Told told) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    for (Parameter parameter : operation.parameters()) {
      boolean secret = parameter.kind() == Parameter.Kind.PASSWORD;
      if (!secret && told.values().has(parameter.name())) {
        values.set(parameter.name(), told.values().get(parameter.name()));
      }
    }
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read is JSON", e);
    }
  }

  /** PostgreSQL keeps no NUL. */
  private static String cut(String text) {
    String kept = text.replace('\0', '?');
    return kept.length() > LONGEST ? kept.substring(0, LONGEST) + "…" : kept;
  }
}
