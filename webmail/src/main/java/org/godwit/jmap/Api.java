package org.godwit.jmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.godwit.store.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs requests (8620 §3). Safe for many threads; blocks. */
public final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  private record Call(String name, ObjectNode arguments, String id) {}

  private final Sights sights;
  private final Map<String, Capability> capabilities = new LinkedHashMap<>();
  private final Map<String, Capability> byMethod = new HashMap<>();

  public Api(Sights sights, List<Capability> capabilities) {
    this.sights = sights;
    for (Capability capability : capabilities) {
      this.capabilities.put(capability.uri(), capability);
      capability.methods().keySet().forEach(name -> byMethod.putIfAbsent(name, capability));
    }
  }

  Map<String, Capability> capabilities() {
    return capabilities;
  }

  public Sights sights() {
    return sights;
  }

  /** Types whose changes the viewer of an account can hear of. */
  public List<String> types(Sight sight) {
    return capabilities.values().stream()
        .filter(capability -> capability.isOf(sight))
        .flatMap(capability -> capability.types().stream())
        .toList();
  }

  /**
   * Runs the methods of a request in turn.
   *
   * @param content as it came
   * @param sessionState said with the answer
   * @throws RequestError none of them was run
   */
  ObjectNode run(Viewer viewer, byte[] content, String sessionState) throws RequestError {
    JsonNode json = Json.read(content).orElseThrow(RequestError::notJson);
    return run(viewer, json, sessionState);
  }

  /** The same, of what was read already. */
  public ObjectNode run(Viewer viewer, JsonNode json, String sessionState) throws RequestError {
    if (!(json instanceof ObjectNode request)) {
      throw RequestError.notRequest("A request is an object.");
    }
    Set<String> using = using(request);
    List<Call> calls = calls(request);
    Exchange exchange = new Exchange(viewer, sights, using);
    readCreatedIds(request, exchange);
    ObjectNode response = Json.object();
    response.set("methodResponses", run(calls, exchange));
    if (request.has("createdIds")) {
      ObjectNode created = response.putObject("createdIds");
      exchange.createdIds().forEach(created::put);
    }
    return response.put("sessionState", sessionState);
  }

  private Set<String> using(ObjectNode request) throws RequestError {
    Set<String> using = new HashSet<>();
    if (!(request.get("using") instanceof ArrayNode names)) {
      throw RequestError.notRequest("using is an array of capabilities.");
    }
    for (JsonNode name : names) {
      if (!name.isTextual()) {
        throw RequestError.notRequest("using is an array of capabilities.");
      }
      if (!capabilities.containsKey(name.textValue())) {
        throw RequestError.unknownCapability(name.textValue());
      }
      using.add(name.textValue());
    }
    return using;
  }

  private static List<Call> calls(ObjectNode request) throws RequestError {
    if (!(request.get("methodCalls") instanceof ArrayNode given)) {
      throw RequestError.notRequest("methodCalls is an array of calls.");
    }
    if (given.size() > Limits.CALLS_IN_REQUEST) {
      throw RequestError.limit(400, "maxCallsInRequest");
    }
    List<Call> calls = new ArrayList<>();
    for (JsonNode call : given) {
      boolean isCall =
          call.isArray()
              && call.size() == 3
              && call.get(0).isTextual()
              && call.get(1).isObject()
              && call.get(2).isTextual();
      if (!isCall) {
        throw RequestError.notRequest("A call is an array of a name, arguments and an id.");
      }
      calls.add(
          new Call(call.get(0).textValue(), (ObjectNode) call.get(1), call.get(2).textValue()));
    }
    return calls;
  }

  private static void readCreatedIds(ObjectNode request, Exchange exchange) throws RequestError {
    JsonNode given = request.get("createdIds");
    if (given == null || given.isNull()) {
      return;
    }
    if (!given.isObject()) {
      throw RequestError.notRequest("createdIds is an object of ids.");
    }
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!entry.getValue().isTextual()) {
        throw RequestError.notRequest("createdIds is an object of ids.");
      }
      exchange.created(entry.getKey(), entry.getValue().textValue());
    }
  }

  private ArrayNode run(List<Call> calls, Exchange exchange) {
    List<References.Answered> answers = new ArrayList<>();
    for (Call call : calls) {
      answers.add(answer(call, exchange, answers));
      for (Exchange.Besides besides : exchange.takeBesides()) {
        answers.add(new References.Answered(besides.name(), besides.arguments(), call.id()));
      }
    }
    ArrayNode responses = Json.array();
    for (References.Answered answer : answers) {
      responses.addArray().add(answer.name()).add(answer.arguments()).add(answer.callId());
    }
    return responses;
  }

  private References.Answered answer(
      Call call, Exchange exchange, List<References.Answered> before) {
    try {
      Capability capability = byMethod.get(call.name());
      if (capability == null || !exchange.uses(capability.uri())) {
        throw new MethodError("unknownMethod", null); // 8620 §3.6.2
      }
      ObjectNode arguments = References.resolve(call.arguments(), before);
      Method method = capability.methods().get(call.name());
      ObjectNode answer = method.answer(new Arguments(arguments), exchange);
      return new References.Answered(call.name(), answer, call.id());
    } catch (MethodError e) {
      return failed(call, e);
    } catch (StoreUnavailable e) {
      LOG.warn("a JMAP method waits for the database", e);
      return failed(call, new MethodError("serverUnavailable", "try again later"));
    } catch (RuntimeException e) { // 8620 §3.6.2: the other calls are answered all the same
      LOG.error("a JMAP method failed", e);
      return failed(call, new MethodError("serverFail", "this is the server's fault"));
    }
  }

  private static References.Answered failed(Call call, MethodError error) {
    return new References.Answered("error", error.json(), call.id());
  }
}
