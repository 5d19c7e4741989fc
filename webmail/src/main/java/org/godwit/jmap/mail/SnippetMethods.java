package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.Sight;
import org.godwit.search.Search;
import org.godwit.store.listing.MessageFacts;
import org.godwit.store.mailbox.StoreMessageId;

/** SearchSnippet/get (8621 §5.1): two statements, and the octets of the messages. */
final class SnippetMethods {

  private final Search search;
  private final MessageFacts facts;

  @Inject
  SnippetMethods(Search search, MessageFacts facts) {
    this.search = search;
    this.facts = facts;
  }

  Map<String, Method> methods() {
    return Map.of("SearchSnippet/get", this::get);
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    Optional<ObjectNode> filter = QueryRequest.filter(arguments);
    List<String> given = Arguments.need(arguments.texts("emailIds"), "emailIds");
    arguments.noOther();
    if (given.size() > Limits.OBJECTS_IN_GET) {
      throw MethodError.requestTooLarge("there are more ids than maxObjectsInGet");
    }
    SoughtWords words =
        filter.isEmpty()
            ? SoughtWords.NONE
            : QueryRequest.read(filter.get(), new SoughtWords.Reader());
    Set<String> ids = new LinkedHashSet<>();
    given.forEach(id -> ids.add(exchange.resolve(id).orElse(id)));
    Map<UUID, Search.Snippet> snippets = snippets(sight, words, Ids.uuids(ids));
    ObjectNode answer = Json.object().put("accountId", sight.id());
    ArrayNode list = answer.putArray("list");
    List<String> missing = new ArrayList<>();
    for (String id : ids) {
      Optional<Search.Snippet> snippet = Ids.uuid(id).map(snippets::get);
      snippet.ifPresentOrElse(found -> list.add(json(id, found)), () -> missing.add(id));
    }
    answer.set("notFound", missing.isEmpty() ? null : Json.texts(missing)); // 8621 §5.1
    return answer;
  }

  private Map<UUID, Search.Snippet> snippets(Sight sight, SoughtWords words, List<UUID> ids) {
    Set<UUID> visible = new HashSet<>();
    facts
        .find(sight.reach(), ids, new MessageFacts.Wanted(false, false))
        .messages()
        .forEach(one -> visible.add(one.message()));
    List<StoreMessageId> wanted =
        ids.stream().filter(visible::contains).map(StoreMessageId::new).toList();
    Map<UUID, Search.Snippet> found = new HashMap<>();
    search
        .snippets(words.question(sight.account()), wanted)
        .forEach(snippet -> found.put(snippet.message().uuid(), snippet));
    return found;
  }

  private static ObjectNode json(String id, Search.Snippet snippet) {
    return Json.object()
        .put("emailId", id)
        .put("subject", snippet.subject().orElse(null))
        .put("preview", snippet.preview().orElse(null));
  }
}
