package org.godwit.admin.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.godwit.admin.Actor;
import org.godwit.admin.AdminProblem;
import org.godwit.admin.Administration;
import org.godwit.admin.MadePassword;
import org.godwit.admin.Operation;
import org.godwit.admin.Parameter;
import org.godwit.admin.Parameter.Kind;
import org.godwit.web.Answers;
import org.godwit.web.Problems;

/**
 * Operations over HTTP: those that read by GET with a query, those that change by POST of JSON, or
 * of CSV. Answers are JSON, refusals problem details (9457).
 */
public final class ApiHandler extends Handler.Abstract {

  /** Below which the API is. */
  public static final String PATH = "/admin/api";

  /** What a request can be at most: a CSV file of some 100,000 people. */
  public static final long MOST_BYTES = 10 * 1024 * 1024;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxDocumentLength(1024 * 1024)
                      .maxNestingDepth(8)
                      .maxStringLength(8 * 1024)
                      .maxNumberLength(20)
                      .maxTokenCount(20_000)
                      .build())
              .build());

  private final Administration administration;
  private final Askers askers;
  private final ObjectNode document = OpenApi.document();

  public ApiHandler(Administration administration, Askers askers) {
    this.administration = administration;
    this.askers = askers;
  }

  /** By which method an operation is asked for. */
  static String method(Operation operation) {
    return (operation.changes() ? HttpMethod.POST : HttpMethod.GET).asString();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = request.getHttpURI().getCanonicalPath().substring(PATH.length());
    if (path.equals("/openapi.json") && HttpMethod.GET.is(request.getMethod())) {
      Answers.json(response, HttpStatus.OK_200, document, callback);
      return true;
    }
    Optional<Actor> actor = askers.find(request, response, callback);
    if (actor.isEmpty()) {
      return true; // refused, and told so
    }
    Optional<Operation> operation = Administration.at(path);
    if (operation.isEmpty()) {
      Problems.answer(response, HttpStatus.NOT_FOUND_404, "There is no such operation.", callback);
    } else if (!method(operation.get()).equals(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, method(operation.get())); // 9110 §15.5.6
      Problems.answer(
          response,
          HttpStatus.METHOD_NOT_ALLOWED_405,
          "Use " + method(operation.get()) + ".",
          callback);
    } else {
      run(actor.get(), operation.get(), request, response, callback);
    }
    return true;
  }

  private void run(
      Actor actor, Operation operation, Request request, Response response, Callback callback)
      throws IOException {
    try {
      Administration.Reply reply = run(actor, operation, request);
      int status = reply.complete() ? HttpStatus.OK_200 : HttpStatus.MULTI_STATUS_207;
      Answers.json(response, status, reply.body(), callback);
    } catch (AdminProblem e) {
      Problems.answer(response, e.kind().status(), e.getMessage(), callback);
    }
  }

  private Administration.Reply run(Actor actor, Operation operation, Request request)
      throws IOException, AdminProblem {
    if (operation.takesFile()) {
      mustBe("text/csv", request);
      return administration.run(
          actor, operation, JSON.createObjectNode(), Content.Source.asInputStream(request));
    }
    ObjectNode values = operation.changes() ? body(request) : query(request, operation);
    mustBeKnown(values, operation);
    if (!operation.has(Kind.PASSWORD) || values.hasNonNull("password")) {
      return administration.run(actor, operation, values, InputStream.nullInputStream());
    }
    values.put("password", MadePassword.text());
    Administration.Reply reply =
        administration.run(actor, operation, values, InputStream.nullInputStream());
    return withPassword(reply, values.path("password").asText());
  }

  /** Whoever gives no password is told the one that was made, this once. */
  private static Administration.Reply withPassword(Administration.Reply reply, String password) {
    Map<Object, Object> facts = new LinkedHashMap<>();
    if (reply.body() instanceof Map<?, ?> told) {
      facts.putAll(told);
    }
    facts.put("password", password);
    return new Administration.Reply(facts, reply.complete());
  }

  private static void mustBe(String type, Request request) throws AdminProblem {
    String said = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (said == null || !said.split(";", 2)[0].strip().equalsIgnoreCase(type)) {
      throw new AdminProblem(AdminProblem.Kind.OTHER_TYPE, "send " + type);
    }
  }

  private static ObjectNode body(Request request) throws IOException, AdminProblem {
    mustBe("application/json", request);
    try (InputStream in = Content.Source.asInputStream(request)) {
      if (JSON.readTree(in) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException unreadable) {
      // said below; its message may quote a password
    }
    throw new AdminProblem(AdminProblem.Kind.MALFORMED, "this is no JSON object that fits here");
  }

  private static ObjectNode query(Request request, Operation operation) throws AdminProblem {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    Fields fields;
    try {
      fields = Request.extractQueryParameters(request);
    } catch (RuntimeException unreadable) { // Jetty throws several kinds
      throw new AdminProblem(AdminProblem.Kind.MALFORMED, "the query cannot be read");
    }
    for (Fields.Field field : fields) {
      Optional<Parameter> parameter =
          operation.parameters().stream()
              .filter(each -> each.name().equals(field.getName()))
              .findFirst();
      if (parameter.map(Parameter::kind).filter(Kind.FLAG::equals).isPresent()) {
        values.put(field.getName(), !"false".equals(field.getValue()));
      } else {
        values.put(field.getName(), field.getValue());
      }
    }
    return values;
  }

  private static void mustBeKnown(JsonNode values, Operation operation) throws AdminProblem {
    for (Iterator<String> names = values.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (operation.parameters().stream().noneMatch(each -> each.name().equals(name))) {
        throw new AdminProblem(
            AdminProblem.Kind.MALFORMED, operation.name() + " is not told anything so called");
      }
    }
  }
}
