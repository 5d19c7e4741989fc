package org.godwit.jmap.quota;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.apache.james.core.quota.QuotaLimitValue;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryChanges;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.WholeList;
import org.godwit.store.StoreException;

/** Quota/get, changes, query and queryChanges (9425 §4). */
final class QuotaMethods {

  private static final List<String> PROPERTIES =
      List.of(
          "id",
          "resourceType",
          "used",
          "hardLimit",
          "scope",
          "name",
          "types",
          "warnLimit",
          "softLimit",
          "description");

  private final QuotaManager quotas;
  private final UserQuotaRootResolver roots;

  @Inject
  QuotaMethods(QuotaManager quotas, UserQuotaRootResolver roots) {
    this.quotas = quotas;
    this.roots = roots;
  }

  Map<String, Method> methods() {
    return Map.of(
        "Quota/get", this::get,
        "Quota/changes", this::changes,
        "Quota/query", this::query,
        "Quota/queryChanges", this::queryChanges);
  }

  private Standing now(Sight sight) {
    try {
      QuotaManager.Quotas all = quotas.getQuotas(roots.forUser(sight.owner()));
      return Standing.of(
          all.getStorageQuota().getUsed().asLong(),
          limit(all.getStorageQuota().getLimit()),
          all.getMessageQuota().getUsed().asLong(),
          limit(all.getMessageQuota().getLimit()));
    } catch (MailboxException e) {
      throw new StoreException("reading a quota", e);
    }
  }

  private static OptionalLong limit(QuotaLimitValue<?> limit) {
    return limit.isLimited() ? OptionalLong.of(limit.asLong()) : OptionalLong.empty();
  }

  private static Map<String, ObjectNode> json(Standing standing) {
    Map<String, ObjectNode> json = new LinkedHashMap<>();
    standing.uses().forEach((id, use) -> json.put(id, Standing.json(id, use)));
    return json;
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    GetRequest request =
        GetRequest.of(sight, arguments, exchange, PROPERTIES, PROPERTIES::contains);
    arguments.noOther();
    Standing now = now(sight);
    return request.answer(now.state(), json(now));
  }

  private ObjectNode changes(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    arguments.any("accountId");
    String since = Arguments.need(arguments.text("sinceState"), "sinceState");
    OptionalLong most = arguments.unsigned("maxChanges");
    arguments.noOther();
    if (most.isPresent() && most.getAsLong() == 0) { // 8620 §5.2
      throw MethodError.invalidArguments("maxChanges must be 1 or more");
    }
    Map<String, Standing.Use> before =
        Standing.ofState(since)
            .orElseThrow(() -> MethodError.cannotCalculateChanges("sinceState is none of ours"))
            .uses();
    Standing now = now(sight);
    ObjectNode answer =
        Json.object()
            .put("accountId", sight.id())
            .put("oldState", since)
            .put("newState", now.state())
            .put("hasMoreChanges", false);
    ArrayNode created = answer.putArray("created");
    ArrayNode updated = answer.putArray("updated");
    ArrayNode destroyed = answer.putArray("destroyed");
    boolean limits = false;
    for (Map.Entry<String, Standing.Use> one : now.uses().entrySet()) {
      Standing.Use was = before.remove(one.getKey());
      if (was == null) {
        created.add(one.getKey());
      } else if (!was.equals(one.getValue())) {
        updated.add(one.getKey());
        limits |= was.limit() != one.getValue().limit();
      }
    }
    before.keySet().forEach(destroyed::add);
    if (most.isPresent() && created.size() + updated.size() + destroyed.size() > most.getAsLong()) {
      throw MethodError.cannotCalculateChanges("there are more changes than maxChanges");
    }
    boolean onlyUsed = !updated.isEmpty() && !limits;
    answer.set("updatedProperties", onlyUsed ? Json.texts(List.of("used")) : null); // 9425 §4.3
    return answer;
  }

  private ObjectNode query(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    QueryRequest request = QueryRequest.of(sight, arguments);
    arguments.noOther();
    Predicate<ObjectNode> filter = request.test(new Conditions());
    Comparator<ObjectNode> order = request.order(QuotaMethods::order);
    Standing now = now(sight);
    List<String> all =
        json(now).values().stream()
            .filter(filter)
            .sorted(order)
            .map(one -> one.get("id").textValue())
            .toList();
    return new WholeList(all, now.state()).window(request, false);
  }

  /** 9425 §4.4. */
  private static Optional<Comparator<ObjectNode>> order(String property) {
    return Optional.ofNullable(
        switch (property) {
          case "name" -> Comparator.comparing(one -> one.get("name").textValue());
          case "used" -> Comparator.comparingLong(one -> one.get("used").longValue());
          default -> null;
        });
  }

  /** 9425 §4.4. */
  private static final class Conditions extends QueryRequest.Checks<ObjectNode> {
    @Override
    protected void read(Arguments given, List<Predicate<ObjectNode>> all) throws MethodError {
      for (String property : List.of("scope", "resourceType")) {
        Optional<String> wanted = given.text(property);
        wanted.ifPresent(it -> all.add(one -> one.get(property).textValue().equals(it)));
      }
      given.text("name").ifPresent(it -> all.add(one -> one.get("name").asText().contains(it)));
      given
          .text("type")
          .ifPresent(it -> all.add(one -> one.get("types").get(0).asText().equals(it)));
    }
  }

  private ObjectNode queryChanges(Arguments arguments, Exchange exchange) throws MethodError {
    QueryRequest request = QueryChanges.refused(exchange.ownAccount(arguments), arguments);
    request.test(new Conditions());
    request.order(QuotaMethods::order);
    throw MethodError.cannotCalculateChanges("ask for the list again, it has two at most");
  }
}
