package org.godwit.admin.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.godwit.admin.Operation;
import org.godwit.admin.Operations;
import org.godwit.admin.Parameter;
import org.godwit.admin.Parameter.Kind;
import org.godwit.store.admin.Role;

/** The API as an OpenAPI 3.1 document, made from the list of operations. */
final class OpenApi {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private OpenApi() {}

  static ObjectNode document() {
    ObjectNode document = JSON.objectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Administration of Godwit")
        .put("version", "1")
        .put("description", "What `godwit` and the pages at /admin do. See docs/admin.md.");
    document.putArray("servers").addObject().put("url", ApiHandler.PATH);
    ObjectNode paths = document.putObject("paths");
    for (Operation operation : Operations.ALL) {
      paths.putObject(operation.path()).set(method(operation), described(operation));
    }
    components(document.putObject("components"));
    ArrayNode security = document.putArray("security");
    security.addObject().putArray("session");
    security.addObject().putArray("token");
    return document;
  }

  private static String method(Operation operation) {
    return ApiHandler.method(operation).toLowerCase(Locale.ROOT);
  }

  private static ObjectNode described(Operation operation) {
    ObjectNode described =
        JSON.objectNode()
            .put("operationId", id(operation))
            .put("summary", operation.help())
            .put("description", "For " + roles(operation) + ".");
    described.putArray("tags").add(operation.group().orElse("server"));
    if (!operation.changes()) {
      operation
          .parameters()
          .forEach(each -> query(described.withArray("parameters").addObject(), each));
    } else if (operation.takesFile()) {
      described
          .putObject("requestBody")
          .put("required", true)
          .putObject("content")
          .putObject("text/csv")
          .putObject("schema")
          .put("type", "string");
    } else {
      body(described.putObject("requestBody"), operation);
    }
    answers(described.putObject("responses"));
    return described;
  }

  /** {@code account reset-second-factor} is {@code accountResetSecondFactor}. */
  private static String id(Operation operation) {
    List<String> words = List.of(operation.name().split("[ -]", -1));
    return words.getFirst()
        + words.stream()
            .skip(1)
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
  }

  private static String roles(Operation operation) {
    return Arrays.stream(Role.values())
        .filter(role -> role == Role.SUPERADMIN || operation.roles().contains(role))
        .map(Role::text)
        .collect(Collectors.joining(", "));
  }

  private static void query(ObjectNode query, Parameter parameter) {
    query
        .put("name", parameter.name())
        .put("in", "query")
        .put("required", required(parameter))
        .put("description", parameter.help())
        .set("schema", schema(parameter));
  }

  private static void body(ObjectNode body, Operation operation) {
    body.put("required", true);
    ObjectNode schema = body.putObject("content").putObject("application/json").putObject("schema");
    schema.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    for (Parameter parameter : operation.parameters()) {
      properties.set(parameter.name(), schema(parameter).put("description", parameter.help()));
      if (required(parameter)) {
        schema.withArray("required").add(parameter.name());
      }
    }
  }

  private static boolean required(Parameter parameter) {
    return parameter.kind() == Kind.ARGUMENT || parameter.kind() == Kind.SOME;
  }

  private static ObjectNode schema(Parameter parameter) {
    ObjectNode schema = JSON.objectNode();
    switch (parameter.kind()) {
      case SOME, ANY -> schema.put("type", "array").putObject("items").put("type", "string");
      case FLAG -> schema.put("type", "boolean");
      case PASSWORD -> schema.put("type", "string").put("format", "password");
      case ARGUMENT, OPTIONAL, OPTION, FILE -> schema.put("type", "string");
    }
    return schema;
  }

  private static void answers(ObjectNode responses) {
    ObjectNode good = responses.putObject("200").put("description", "It is done.");
    ObjectNode content = good.putObject("content").putObject("application/json");
    content.putObject("schema").putArray("type").add("object").add("array");
    responses.putObject("207").put("description", "Some of it is done; the answer says what not.");
    for (String status : List.of("400", "401", "403", "409", "429", "503")) {
      responses.putObject(status).put("$ref", "#/components/responses/Problem");
    }
  }

  private static void components(ObjectNode components) {
    ObjectNode schemes = components.putObject("securitySchemes");
    schemes
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", "A token of `godwit token create`.");
    schemes
        .putObject("session")
        .put("type", "apiKey")
        .put("in", "cookie")
        .put("name", "__Host-godwit")
        .put("description", "A browser that signed in with a second factor or a passkey.");
    ObjectNode problem =
        components.putObject("responses").putObject("Problem").put("description", "Why not.");
    ObjectNode schema =
        problem
            .putObject("content")
            .putObject("application/problem+json")
            .putObject("schema")
            .put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (String name : List.of("type", "title", "detail")) {
      properties.putObject(name).put("type", "string");
    }
    properties.putObject("status").put("type", "integer");
  }
}
