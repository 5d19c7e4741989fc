package org.godwit.jmap.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.PrincipalIds;
import org.godwit.jmap.QueryChanges;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.SetAnswer;
import org.godwit.jmap.SetError;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.Sights;
import org.godwit.jmap.WholeList;
import org.godwit.jmap.mail.Mail;
import org.godwit.store.account.Colleagues;

/** Principal/get, changes, set, query and queryChanges (9670 §2): the people of one's domain. */
final class PrincipalMethods {

  /** People of a domain that are looked at. */
  private static final int MOST = 10_000;

  private static final List<String> PROPERTIES =
      List.of("id", "type", "name", "description", "email", "timeZone", "capabilities", "accounts");

  private final Colleagues colleagues;
  private final Sights sights;
  private final Mail mail;
  private final OwnerCapability owner;

  @Inject
  PrincipalMethods(Colleagues colleagues, Sights sights, Mail mail, OwnerCapability owner) {
    this.colleagues = colleagues;
    this.sights = sights;
    this.mail = mail;
    this.owner = owner;
  }

  Map<String, Method> methods() {
    return Map.of(
        "Principal/get", this::get,
        "Principal/changes", this::changes,
        "Principal/set", this::set,
        "Principal/query", this::query,
        "Principal/queryChanges", this::queryChanges);
  }

  /** All of them, and a word that says whether they are still the same. */
  private record Known(Map<String, ObjectNode> json) {
    String state() {
      return Hashing.sha256()
          .hashBytes(Json.write(Json.array().addAll(json.values())))
          .toString()
          .substring(0, 16);
    }
  }

  private Known known(Sight sight) {
    Map<String, ObjectNode> accounts = new LinkedHashMap<>();
    for (Sight seen : sights.accounts(sight.viewer())) {
      accounts
          .computeIfAbsent(PrincipalIds.of(seen.owner()), id -> Json.object())
          .set(seen.id(), account(seen));
    }
    Map<String, ObjectNode> json = new LinkedHashMap<>();
    String domain =
        sight.owner().getDomainPart().map(Domain::asString).orElse("").toLowerCase(Locale.ROOT);
    json.put(
        PrincipalIds.EVERYBODY,
        principal(PrincipalIds.EVERYBODY, "group", domain, null).putNull("accounts"));
    for (Username person : colleagues.of(domain, MOST)) {
      String id = PrincipalIds.of(person);
      ObjectNode one = principal(id, "individual", person.asString(), person.asString());
      one.set("accounts", accounts.get(id));
      json.put(id, one);
    }
    return new Known(json);
  }

  private static ObjectNode principal(String id, String type, String name, String email) {
    ObjectNode json =
        Json.object()
            .put("id", id)
            .put("type", type)
            .put("name", name)
            .putNull("description")
            .put("email", email)
            .putNull("timeZone");
    json.putObject("capabilities").putObject(Mail.URI);
    return json;
  }

  private ObjectNode account(Sight sight) {
    ObjectNode json =
        Json.object()
            .put("name", sight.owner().asString())
            .put("isPersonal", sight.isOwn())
            .put("isReadOnly", sight.isReadOnly());
    json.putObject("accountCapabilities")
        .<ObjectNode>set(Mail.URI, mail.ofAccount(sight))
        .set(OwnerCapability.URI, owner.ofAccount(sight));
    return json;
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    GetRequest request =
        GetRequest.of(sight, arguments, exchange, PROPERTIES, PROPERTIES::contains);
    arguments.noOther();
    Known known = known(sight);
    return request.answer(known.state(), known.json());
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
    if (!known(sight).state().equals(since)) {
      throw MethodError.cannotCalculateChanges("ask for all of them again");
    }
    ObjectNode answer =
        Json.object()
            .put("accountId", sight.id())
            .put("oldState", since)
            .put("newState", since)
            .put("hasMoreChanges", false);
    List.of("created", "updated", "destroyed").forEach(answer::putArray);
    return answer;
  }

  /** 9670 §2.3: who there is, administrators say. */
  private ObjectNode set(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    arguments.noOther();
    Known known = known(sight);
    String state = known.state();
    request.mustBeIn(state);
    SetAnswer answer = new SetAnswer(exchange);
    SetError no = SetError.forbidden("administrators say who there is");
    request.create().keySet().forEach(id -> answer.notCreated(id, no));
    Function<String, SetError> why = id -> known.json().containsKey(id) ? no : SetError.notFound();
    request.update().keySet().forEach(id -> answer.notUpdated(id, why.apply(id)));
    request.destroy().forEach(id -> answer.notDestroyed(id, why.apply(id)));
    return answer.json(sight, state, state);
  }

  private ObjectNode query(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    QueryRequest request = QueryRequest.of(sight, arguments);
    arguments.noOther();
    Predicate<ObjectNode> filter = request.test(new Conditions());
    Comparator<ObjectNode> order = request.order(PrincipalMethods::order);
    Known known = known(sight);
    List<String> all =
        known.json().values().stream()
            .filter(filter)
            .sorted(order)
            .map(it -> it.get("id").textValue())
            .toList();
    return new WholeList(all, known.state()).window(request, false);
  }

  private static Optional<Comparator<ObjectNode>> order(String property) {
    return List.of("name", "email").contains(property)
        ? Optional.of(Comparator.comparing(it -> it.path(property).asText()))
        : Optional.empty();
  }

  /** 9670 §2.4.1. */
  private static final class Conditions extends QueryRequest.Checks<ObjectNode> {
    @Override
    protected void read(Arguments given, List<Predicate<ObjectNode>> all) throws MethodError {
      Optional<List<String>> accounts = given.ids("accountIds");
      accounts.ifPresent(
          ids -> all.add(it -> ids.stream().anyMatch(id -> it.path("accounts").has(id))));
      for (String property : List.of("email", "name", "description")) {
        Optional<String> text = given.text(property);
        text.ifPresent(it -> all.add(one -> says(one, property, it)));
      }
      Optional<String> text = given.text("text");
      text.ifPresent(
          it ->
              all.add(
                  one ->
                      says(one, "name", it)
                          || says(one, "email", it)
                          || says(one, "description", it)));
      for (String property : List.of("type", "timeZone")) {
        Optional<String> wanted = given.text(property);
        wanted.ifPresent(it -> all.add(one -> one.path(property).asText().equals(it)));
      }
    }

    private static boolean says(ObjectNode one, String property, String text) {
      return one.hasNonNull(property)
          && one.get(property)
              .textValue()
              .toLowerCase(Locale.ROOT)
              .contains(text.toLowerCase(Locale.ROOT));
    }
  }

  private ObjectNode queryChanges(Arguments arguments, Exchange exchange) throws MethodError {
    QueryRequest request = QueryChanges.refused(exchange.ownAccount(arguments), arguments);
    request.test(new Conditions());
    request.order(PrincipalMethods::order);
    throw MethodError.cannotCalculateChanges("ask for the list again");
  }
}
