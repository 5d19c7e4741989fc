package org.godwit.jmap.contacts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Documents;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.jmap.UtcDate;
import org.godwit.jmap.WholeList;
import org.godwit.store.record.Records;

/** ContactCard/query and queryChanges (9610 §3.3, §3.4): all cards are read, and then looked at. */
final class CardQuery {

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

  private WholeList list(QueryRequest request) throws MethodError {
    Predicate<ObjectNode> filter = request.test(new Conditions());
    Comparator<ObjectNode> order = request.order(CardQuery::order);
    Records.Found found =
        records.find(request.sight().account(), CardMethods.TYPE, Optional.empty());
    List<String> ids =
        Documents.json(found).values().stream()
            .filter(filter)
            .sorted(order)
            .map(card -> card.get("id").textValue())
            .toList();
    return new WholeList(ids, States.of(found.modseq()));
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
        UtcDate.argument(given, end + "Before")
            .ifPresent(time -> all.add(card -> at(card, end).isBefore(time)));
        UtcDate.argument(given, end + "After")
            .ifPresent(time -> all.add(card -> !at(card, end).isBefore(time)));
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

  private static Instant at(ObjectNode card, String property) {
    return UtcDate.read(card.path(property).asText()).orElse(Instant.EPOCH);
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
    return list(request).window(request, true);
  }

  private ObjectNode queryChanges(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    return WholeList.changes(
        sight,
        arguments,
        since -> records.since(sight.account(), CardMethods.TYPE, since),
        this::list);
  }
}
