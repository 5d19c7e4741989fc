package org.godwit.jmap.push;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.store.account.PushSubscriptions;
import org.godwit.store.account.PushSubscriptions.Maker;
import org.godwit.store.account.PushSubscriptions.Subscription;

/** PushSubscription/get (8620 §7.2.1): those that the same sign-in has made. */
final class PushSubscriptionGet implements Method {
  private static final Set<String> SHOWN =
      Set.of("id", "deviceClientId", "verificationCode", "expires", "types");
  private static final Set<String> HIDDEN = Set.of("url", "keys");

  private final PushSubscriptions store;

  PushSubscriptionGet(PushSubscriptions store) {
    this.store = store;
  }

  static Maker maker(Exchange exchange) {
    return new Maker(exchange.viewer().account(), exchange.viewer().session());
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    List<String> ids = arguments.texts("ids").orElse(null);
    List<String> properties = arguments.texts("properties").orElse(List.copyOf(SHOWN));
    arguments.noOther();
    if (ids != null && ids.size() > Limits.OBJECTS_IN_GET) {
      throw MethodError.requestTooLarge("there are more ids than maxObjectsInGet");
    }
    for (String property : properties) {
      if (HIDDEN.contains(property)) { // 8620 §7.2.1: they are secrets between two others
        throw new MethodError("forbidden", property + " is not told");
      }
      if (!SHOWN.contains(property)) {
        throw MethodError.invalidArguments("there is no property " + property);
      }
    }
    Map<String, ObjectNode> found = new LinkedHashMap<>();
    for (Subscription one : store.list(maker(exchange))) {
      ObjectNode json = json(one);
      List<String> wanted = new ArrayList<>(properties);
      wanted.add("id");
      found.put(one.id().toString(), json.retain(wanted));
    }
    return answer(ids, found, exchange);
  }

  private static ObjectNode answer(
      List<String> ids, Map<String, ObjectNode> found, Exchange exchange) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("list");
    List<String> missing = new ArrayList<>();
    for (String id : ids == null ? found.keySet() : Set.copyOf(ids)) {
      ObjectNode one = found.get(exchange.resolve(id).orElse(id));
      if (one == null) {
        missing.add(id);
      } else {
        list.add(one);
      }
    }
    answer.set("notFound", Json.texts(missing));
    return answer;
  }

  private static ObjectNode json(Subscription one) {
    ObjectNode json =
        Json.object()
            .put("id", one.id().toString())
            .put("deviceClientId", one.device())
            .put("verificationCode", one.verified() ? one.code() : null)
            .put("expires", one.expires().truncatedTo(ChronoUnit.SECONDS).toString());
    json.set("types", one.types().map(Json::texts).orElse(null));
    return json;
  }
}
