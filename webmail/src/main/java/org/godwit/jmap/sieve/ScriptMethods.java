package org.godwit.jmap.sieve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.jmap.WholeList;
import org.godwit.store.account.ScriptShelf;
import org.godwit.store.account.ScriptShelf.Script;

/** SieveScript/get, query and validate (9661 §2.3, §2.5, §2.6). */
final class ScriptMethods {

  private final ScriptShelf shelf;
  private final ScriptContent content;

  @Inject
  ScriptMethods(ScriptShelf shelf, ScriptContent content) {
    this.shelf = shelf;
    this.content = content;
  }

  Map<String, Method> methods() {
    return Map.of(
        "SieveScript/get", this::get,
        "SieveScript/query", this::query,
        "SieveScript/validate", this::validate);
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    GetRequest request =
        GetRequest.of(
            sight, arguments, exchange, ScriptJson.PROPERTIES, ScriptJson.PROPERTIES::contains);
    arguments.noOther();
    ScriptShelf.Found found = shelf.all(sight.account());
    Map<String, ObjectNode> json = new LinkedHashMap<>();
    found.scripts().forEach(one -> json.put(one.id().toString(), ScriptJson.of(one)));
    return request.answer(found.modseq(), json);
  }

  private ObjectNode query(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    QueryRequest request = QueryRequest.of(sight, arguments);
    arguments.noOther();
    Predicate<Script> wanted = request.test(new Conditions());
    Comparator<Script> order = request.order(ScriptMethods::order);
    ScriptShelf.Found found = shelf.all(sight.account());
    List<String> all =
        found.scripts().stream()
            .filter(wanted)
            .sorted(order)
            .map(one -> one.id().toString())
            .toList();
    return new WholeList(all, States.of(found.modseq()))
        .window(request, false); // 9661 §2.5: there is no queryChanges
  }

  /** 9661 §2.5. */
  private static final class Conditions extends QueryRequest.Checks<Script> {
    @Override
    protected void read(Arguments given, List<Predicate<Script>> all) throws MethodError {
      given
          .text("name")
          .map(text -> text.toLowerCase(Locale.ROOT))
          .ifPresent(text -> all.add(one -> one.name().toLowerCase(Locale.ROOT).contains(text)));
      given.maybeFlag("isActive").ifPresent(is -> all.add(one -> one.active() == is));
    }
  }

  /** 9661 §2.5. */
  private static Optional<Comparator<Script>> order(String property) {
    return Optional.ofNullable(
        switch (property) {
          case "name" -> Comparator.comparing(one -> one.name().toLowerCase(Locale.ROOT));
          case "isActive" -> Comparator.comparing(Script::active);
          default -> null;
        });
  }

  private ObjectNode validate(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    String blobId = Arguments.need(arguments.text("blobId"), "blobId");
    arguments.noOther();
    ObjectNode answer = Json.object().put("accountId", sight.id());
    try {
      content.read(sight, blobId, exchange);
      return answer.putNull("error");
    } catch (SetError wrong) {
      return answer.set("error", wrong.json());
    }
  }
}
