package org.godwit.jmap.contacts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
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
import org.godwit.jmap.States;
import org.godwit.store.record.Records;

/** AddressBook/get, changes and set (9610 §2). */
final class AddressBookMethods {

  private static final List<String> PROPERTIES =
      List.of(
          "id",
          "name",
          "description",
          "sortOrder",
          "isDefault",
          "isSubscribed",
          "shareWith",
          "myRights");

  private static final int MOST = 100;
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_DESCRIPTION = 10_000;

  private final Records records;
  private final AddressBooks books;

  @Inject
  AddressBookMethods(Records records, AddressBooks books) {
    this.records = records;
    this.books = books;
  }

  Map<String, Method> methods() {
    return Map.of(
        "AddressBook/get", this::get,
        "AddressBook/changes", this::changes,
        "AddressBook/set", this::set);
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    GetRequest request =
        GetRequest.of(sight, arguments, exchange, PROPERTIES, PROPERTIES::contains);
    arguments.noOther();
    Records.Found found = books.all(sight.account());
    Map<String, ObjectNode> json = new LinkedHashMap<>();
    found.records().forEach((id, text) -> json.put(id.toString(), json(id, text)));
    return request.answer(found.modseq(), json);
  }

  private static ObjectNode json(UUID id, String text) {
    return Json.object(text).put("id", id.toString()).setAll(same());
  }

  /** What the server says of every book. */
  private static ObjectNode same() {
    ObjectNode json = Json.object().putNull("shareWith");
    json.putObject("myRights")
        .put("mayRead", true)
        .put("mayWrite", true)
        .put("mayShare", false)
        .put("mayDelete", true);
    return json;
  }

  private ObjectNode changes(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    books.all(sight.account());
    return Documents.changes(records, AddressBooks.TYPE, sight, arguments);
  }

  private ObjectNode set(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    boolean removeContents = arguments.flag("onDestroyRemoveContents", false);
    Optional<String> newDefault = arguments.text("onSuccessSetIsDefault");
    arguments.noOther();
    ObjectNode answer = set(request, removeContents, exchange);
    for (JsonNode created : answer.path("created")) {
      ((ObjectNode) created).setAll(same());
    }
    Optional<UUID> meant = newDefault.flatMap(exchange::resolve).flatMap(Ids::uuid);
    if (meant.isPresent() && succeeded(answer)) {
      setDefault(sight, meant.get(), answer);
    }
    return answer;
  }

  private static boolean succeeded(ObjectNode answer) {
    return List.of("notCreated", "notUpdated", "notDestroyed").stream()
        .allMatch(name -> answer.path(name).isEmpty());
  }

  /** 9610 §2.3: makes another one the default, if it is there, and tells what that changed. */
  private void setDefault(Sight sight, UUID book, ObjectNode answer) {
    Map<UUID, Boolean> changed = new LinkedHashMap<>();
    Records.Decision swap =
        now -> {
          changed.clear();
          Map<UUID, String> put = new LinkedHashMap<>();
          if (now.records().containsKey(book)) {
            now.records()
                .forEach(
                    (id, text) -> {
                      if (stays(text) != id.equals(book)) {
                        changed.put(id, id.equals(book));
                        put.put(id, Json.object(text).put("isDefault", id.equals(book)).toString());
                      }
                    });
          }
          return new Records.Edits(put, List.of());
        };
    Records.Changed done =
        records.change(sight.account(), AddressBooks.TYPE, Optional.empty(), swap);
    if (!changed.isEmpty()) {
      answer.put("newState", States.of(done.after()));
      changed.forEach((id, is) -> tell(answer, id.toString(), is));
    }
  }

  private static void tell(ObjectNode answer, String id, boolean isDefault) {
    for (JsonNode created : answer.path("created")) {
      if (created.path("id").asText().equals(id)) {
        ((ObjectNode) created).put("isDefault", isDefault);
        return;
      }
    }
    ObjectNode updated = Json.objectOr(answer.get("updated"));
    updated.putObject(id).put("isDefault", isDefault);
    answer.set("updated", updated);
  }

  private ObjectNode set(SetRequest request, boolean removeContents, Exchange exchange)
      throws MethodError {
    Sight sight = request.sight();
    Records.Found now = books.all(sight.account());
    if (request.destroy().isEmpty()) {
      return set(request, Set.of(), exchange);
    }
    request.mustBeIn(States.of(now.modseq()));
    Set<String> going = new HashSet<>(request.destroy());
    going.removeIf(
        id -> Ids.uuid(id).map(now.records()::get).map(AddressBookMethods::stays).orElse(true));
    Set<String> filled = emptied(sight, going, removeContents);
    SetRequest checked =
        new SetRequest(
            sight, Optional.empty(), request.create(), request.update(), request.destroy());
    return set(checked, filled, exchange);
  }

  private static boolean stays(String book) {
    return Json.object(book).path("isDefault").asBoolean();
  }

  private ObjectNode set(SetRequest request, Set<String> filled, Exchange exchange)
      throws MethodError {
    return new RecordSet(records, AddressBooks.TYPE, OptionalInt.of(MOST), new Rules(filled))
        .answer(request, exchange);
  }

  /** Takes cards out of books that are to go, if that is wished; the books that hold some still. */
  private Set<String> emptied(Sight sight, Set<String> going, boolean removeContents) {
    Set<String> filled = new HashSet<>();
    Records.Decision leave =
        now -> {
          Map<UUID, String> put = new LinkedHashMap<>();
          List<UUID> removed = new java.util.ArrayList<>();
          filled.clear();
          now.records()
              .forEach(
                  (id, text) -> {
                    ObjectNode card = Json.object(text);
                    ObjectNode in = (ObjectNode) card.get("addressBookIds");
                    int before = in.size();
                    going.stream().filter(in::has).forEach(filled::add);
                    in.remove(going);
                    if (in.isEmpty()) {
                      removed.add(id);
                    } else if (in.size() < before) {
                      put.put(id, card.toString());
                    }
                  });
          return removeContents
              ? new Records.Edits(put, removed)
              : new Records.Edits(Map.of(), List.of());
        };
    records.change(sight.account(), CardMethods.TYPE, Optional.empty(), leave);
    return removeContents ? Set.of() : filled;
  }

  private record Rules(Set<String> filled) implements RecordSet.Rules {

    @Override
    public ObjectNode created(ObjectNode given) throws SetError {
      if (!given.path("name").isTextual()) {
        throw SetError.invalidProperties("an address book has a name", "name");
      }
      return checked(AddressBooks.blank(""), given);
    }

    @Override
    public ObjectNode updated(ObjectNode before, ObjectNode patch) throws SetError {
      return checked(before, patch);
    }

    private static ObjectNode checked(ObjectNode stored, ObjectNode patch) throws SetError {
      ObjectNode before = stored.deepCopy().setAll(same());
      ObjectNode after = Patch.apply(before, patch);
      ObjectNode blank = AddressBooks.blank("");
      for (String optional : List.of("sortOrder", "isSubscribed")) { // 8620 §5.3: null is that
        if (after.path(optional).isNull()) {
          after.set(optional, blank.get(optional));
        }
      }
      for (Map.Entry<String, JsonNode> entry : after.properties()) {
        JsonNode value = entry.getValue();
        boolean fits =
            switch (entry.getKey()) {
              case "name" -> isText(value, LONGEST_NAME) && !value.textValue().isEmpty();
              case "description" -> value.isNull() || isText(value, LONGEST_DESCRIPTION);
              case "sortOrder" -> value.isInt() && value.intValue() >= 0;
              case "isSubscribed" -> value.isBoolean();
              default -> value.equals(before.get(entry.getKey())); // the server sets it
            };
        if (!fits) {
          throw SetError.invalidProperties("this is no value for it", entry.getKey());
        }
      }
      return after.without(List.of("shareWith", "myRights"));
    }

    private static boolean isText(JsonNode value, int longest) {
      return value.isTextual() && value.textValue().length() <= longest;
    }

    @Override
    public void mayGo(String id, ObjectNode before) throws SetError {
      if (before.path("isDefault").asBoolean()) {
        throw SetError.forbidden("the default address book stays");
      }
      if (filled.contains(id)) {
        throw SetError.of("addressBookHasContents", null); // 9610 §2.3
      }
    }
  }
}
