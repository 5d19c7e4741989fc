package org.godwit.jmap.contacts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Documents;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Patch;
import org.godwit.jmap.RecordSet;
import org.godwit.jmap.SetError;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.UtcDate;
import org.godwit.store.record.Records;

/** ContactCard/get, changes and set (9610 §3). */
final class CardMethods {

  static final String TYPE = "ContactCard";

  private static final int LONGEST = 256 * 1024;

  private final Records records;
  private final AddressBooks books;

  @Inject
  CardMethods(Records records, AddressBooks books) {
    this.records = records;
    this.books = books;
  }

  Map<String, Method> methods() {
    return Map.of(
        "ContactCard/get", this::get,
        "ContactCard/changes", this::changes,
        "ContactCard/set", this::set);
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    boolean all = arguments.any("properties").isEmpty();
    GetRequest request = GetRequest.of(sight, arguments, exchange, List.of(), name -> true);
    arguments.noOther();
    Records.Found found = records.find(sight.account(), TYPE, request.ids().map(Ids::uuids));
    Map<String, ObjectNode> json = Documents.json(found);
    return all
        ? request.whole(found.modseq(), json) // 9610 §3.1: all that a card has
        : request.answer(found.modseq(), json);
  }

  private ObjectNode changes(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    return Documents.changes(records, TYPE, sight, arguments);
  }

  private ObjectNode set(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    arguments.noOther();
    Set<String> known =
        books.all(sight.account()).records().keySet().stream()
            .map(UUID::toString)
            .collect(Collectors.toSet());
    return new RecordSet(records, TYPE, OptionalInt.empty(), new Rules(known, exchange))
        .answer(request, exchange);
  }

  private record Rules(Set<String> books, Exchange exchange) implements RecordSet.Rules {

    @Override
    public ObjectNode created(ObjectNode given) throws SetError {
      String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
      ObjectNode card =
          Json.object()
              .put("@type", "Card") // 9553 §2.1.1
              .put("version", "1.0")
              .put("uid", "urn:uuid:" + UUID.randomUUID())
              .put("created", now)
              .put("updated", now);
      card.setAll(given);
      return checked(card);
    }

    @Override
    public ObjectNode updated(ObjectNode before, ObjectNode patch) throws SetError {
      ObjectNode after = Patch.apply(before, patch);
      patch.properties().stream()
          .filter(entry -> entry.getValue().isNull() && entry.getKey().indexOf('/') < 0)
          .forEach(entry -> after.remove(entry.getKey()));
      if (!after.path("uid").equals(before.path("uid"))) { // 9553 §2.1.9: it stays
        throw SetError.invalidProperties("this cannot be changed", "uid");
      }
      if (!patch.has("updated") && !after.equals(before)) {
        after.put("updated", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
      }
      return checked(after);
    }

    private ObjectNode checked(ObjectNode card) throws SetError {
      mustBe("@type", card.path("@type").asText().equals("Card"));
      mustBe("version", card.path("version").asText().equals("1.0"));
      mustBe("uid", card.path("uid").isTextual() && !card.path("uid").asText().isEmpty());
      for (String text : List.of("kind", "language", "prodId")) {
        mustBe(text, !card.has(text) || card.get(text).isTextual());
      }
      for (String date : List.of("created", "updated")) {
        UtcDate.property(card, date);
        mustBe(date, !card.path(date).isNull());
      }
      for (String object : List.of("name", "speakToAs")) {
        mustBe(object, !card.has(object) || card.get(object).isObject());
      }
      for (String map : MAPS) { // 9553 §1.4.3: by ids
        mustBe(map, !card.has(map) || isMap(card.get(map)));
      }
      for (String set : List.of("members", "keywords")) {
        mustBe(set, !card.has(set) || isSet(card.get(set)));
      }
      for (Map.Entry<String, Set<String>> text : TEXTS.entrySet()) {
        mustBe(text.getKey(), areTexts(card.path(text.getKey()), text.getValue()));
      }
      mustBe("id", !card.has("id"));
      card.set("addressBookIds", places(card.get("addressBookIds")));
      mustBe("name", card.toString().length() <= LONGEST);
      return card;
    }

    private static final List<String> MAPS =
        List.of(
            "nicknames",
            "organizations",
            "titles",
            "emails",
            "onlineServices",
            "phones",
            "addresses",
            "anniversaries",
            "notes",
            "media",
            "links",
            "calendars",
            "schedulingAddresses",
            "cryptoKeys",
            "directories",
            "personalInfo",
            "preferredLanguages");

    /** What is a text in each of the things of a property (9553 §2). */
    private static final Map<String, Set<String>> TEXTS =
        Map.of(
            "nicknames", Set.of("name"),
            "organizations", Set.of("name", "sortAs"),
            "titles", Set.of("name", "kind"),
            "emails", Set.of("address", "label"),
            "onlineServices", Set.of("uri", "user", "service", "label"),
            "phones", Set.of("number", "label"),
            "notes", Set.of("note"),
            "media", Set.of("uri", "kind", "mediaType"),
            "links", Set.of("uri", "kind", "label"));

    private static boolean areTexts(JsonNode things, Set<String> names) {
      return things.properties().stream()
          .allMatch(
              thing ->
                  names.stream()
                      .map(name -> thing.getValue().path(name))
                      .allMatch(value -> value.isMissingNode() || value.isTextual()));
    }

    /** 9553 §1.4.4: each true. */
    private static boolean isSet(JsonNode value) {
      return value.isObject()
          && value.properties().stream().allMatch(one -> one.getValue().equals(BooleanNode.TRUE));
    }

    private static boolean isMap(JsonNode value) {
      return value.isObject()
          && value.properties().stream()
              .allMatch(one -> Arguments.isId(one.getKey()) && one.getValue().isObject());
    }

    private static void mustBe(String property, boolean fits) throws SetError {
      if (!fits) {
        throw SetError.invalidProperties("this is no value for it", property);
      }
    }

    /** 9610 §3: one book at least, each true. */
    private ObjectNode places(JsonNode given) throws SetError {
      mustBe("addressBookIds", given != null && given.isObject() && !given.isEmpty());
      ObjectNode places = Json.object();
      for (Map.Entry<String, JsonNode> entry : given.properties()) {
        String id = exchange.resolve(entry.getKey()).orElse("");
        mustBe("addressBookIds", books.contains(id) && entry.getValue().equals(BooleanNode.TRUE));
        places.put(id, true);
      }
      return places;
    }
  }
}
