package org.godwit.jmap.contacts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryChanges;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.store.listing.Change;
import org.godwit.store.record.Records;

/** ContactCard/query and queryChanges (9610 §3.3, §3.4): all cards are read, and then looked at. */
final class CardQuery {

  private static final long MOST = 10_000;
  private static final int TRIES = 5;

  /** Conditions that look for a text in one property, and the property. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "name", "name",
          "nickname", "nicknames",
          "organization", "organizations",
          "email", "emails",
          "phone", "phones",
          "onlineService", "onlineServices",
          "address", "addresses",
          "note", "notes");

  private final Records records;

  @Inject
  CardQuery(Records records) {
    this.records = records;
  }

  Map<String, Method> methods() {
    return Map.of("ContactCard/query", this::query, "ContactCard/queryChanges", this::queryChanges);
  }

  private record Listed(List<String> ids, long modseq) {}

  private Listed list(QueryRequest request) throws MethodError {
    Predicate<ObjectNode> filter = request.test(new Conditions());
    Comparator<ObjectNode> order = request.order(CardQuery::order);
    Records.Found found =
        records.find(request.sight().account(), CardMethods.TYPE, Optional.empty());
    List<ObjectNode> cards = new ArrayList<>();
    found.records().forEach((id, text) -> cards.add(Json.object(text).put("id", id.toString())));
    List<String> ids =
        cards.stream().filter(filter).sorted(order).map(it -> it.get("id").textValue()).toList();
    return new Listed(ids, found.modseq());
  }

  /** 9610 §3.3.2. */
  private static Optional<Comparator<ObjectNode>> order(String property) {
    return Optional.ofNullable(
        switch (property) {
          case "created", "updated" -> Comparator.comparing(card -> card.path(property).asText());
          case "name/given", "name/surname", "name/surname2" ->
              Comparator.comparing(card -> component(card, property.substring(5)));
          default -> null;
        });
  }

  private static String component(ObjectNode card, String kind) {
    for (JsonNode one : card.path("name").path("components")) {
      if (one.path("kind").asText().equals(kind)) {
        return one.path("value").asText().toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  /** 9610 §3.3.1. */
  private static final class Conditions extends QueryRequest.Checks<ObjectNode> {
    @Override
    protected void read(Arguments given, List<Predicate<ObjectNode>> all) throws MethodError {
      given
          .id("inAddressBook")
          .ifPresent(book -> all.add(card -> card.path("addressBookIds").has(book)));
      for (String exact : List.of("uid", "kind")) {
        given
            .text(exact)
            .ifPresent(value -> all.add(card -> card.path(exact).asText().equals(value)));
      }
      given.text("hasMember").ifPresent(uid -> all.add(card -> card.path("members").has(uid)));
      for (String end : List.of("created", "updated")) {
        given
            .text(end + "Before")
            .ifPresent(time -> all.add(card -> card.path(end).asText().compareTo(time) < 0));
        given
            .text(end + "After")
            .ifPresent(time -> all.add(card -> card.path(end).asText().compareTo(time) >= 0));
      }
      for (String kind : List.of("given", "surname", "surname2")) {
        given
            .text("name/" + kind)
            .map(CardQuery::folded)
            .ifPresent(text -> all.add(card -> component(card, kind).contains(text)));
      }
      for (Map.Entry<String, String> one : TEXTS.entrySet()) {
        given
            .text(one.getKey())
            .map(CardQuery::folded)
            .ifPresent(text -> all.add(card -> says(card.path(one.getValue()), text)));
      }
      given
          .text("text")
          .map(CardQuery::folded)
          .ifPresent(
              text ->
                  all.add(
                      card -> TEXTS.values().stream().anyMatch(it -> says(card.path(it), text))));
    }
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Whether a text is somewhere in a value. */
  private static boolean says(JsonNode value, String text) {
    if (value.isTextual()) {
      return folded(value.textValue()).contains(text);
    }
    for (JsonNode inside : value) {
      if (says(inside, text)) {
        return true;
      }
    }
    return false;
  }

  private ObjectNode query(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    QueryRequest request = QueryRequest.of(sight, arguments);
    arguments.noOther();
    Listed listed = list(request);
    long limit = Math.min(request.limit().orElse(MOST), MOST);
    int start = request.start(listed.ids());
    int end = (int) Math.min(listed.ids().size(), start + limit);
    boolean limited = request.limit().isEmpty() || request.limit().getAsLong() > limit;
    ObjectNode answer =
        request.answer(
            States.of(listed.modseq()),
            true,
            start,
            listed.ids().subList(start, end),
            limited ? OptionalLong.of(limit) : OptionalLong.empty());
    return request.calculateTotal() ? answer.put("total", listed.ids().size()) : answer;
  }

  private ObjectNode queryChanges(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    QueryRequest request = QueryChanges.request(sight, arguments);
    long since = States.since(arguments, "sinceQueryState");
    OptionalLong most = arguments.unsigned("maxChanges");
    arguments.noOther();
    for (int tried = 0; tried < TRIES; tried++) {
      Change.Log<UUID> log = records.since(sight.account(), CardMethods.TYPE, since);
      if (!log.complete()) {
        throw MethodError.cannotCalculateChanges("what changed since is not known any more");
      }
      Listed listed = list(request);
      if (listed.modseq() == log.modseq()) { // else something happened in between
        Set<String> affected = new HashSet<>();
        log.changes().forEach(change -> affected.add(change.id().toString()));
        OptionalLong total =
            request.calculateTotal() ? OptionalLong.of(listed.ids().size()) : OptionalLong.empty();
        return QueryChanges.answer(
            request, since, log.modseq(), affected, listed.ids(), total, most);
      }
    }
    throw MethodError.cannotCalculateChanges("too much is changing now");
  }
}
