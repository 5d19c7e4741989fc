package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Changes;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Json;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Sight;
import org.godwit.store.listing.AccountChanges;
import org.godwit.store.listing.MessageFacts;

/** Thread/get and Thread/changes (8621 §3). */
final class ThreadMethods {

  private static final List<String> PROPERTIES = List.of("id", "emailIds");

  private final MessageFacts facts;
  private final AccountChanges changes;

  @Inject
  ThreadMethods(MessageFacts facts, AccountChanges changes) {
    this.facts = facts;
    this.changes = changes;
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    GetRequest request =
        GetRequest.of(sight, arguments, exchange, PROPERTIES, PROPERTIES::contains);
    arguments.noOther();
    List<String> ids = EmailIds.mustBeNamed(request);
    MessageFacts.ThreadList found = facts.threads(sight.reach(), Ids.uuids(ids));
    Map<String, ObjectNode> json = new LinkedHashMap<>();
    found
        .threads()
        .forEach(
            (thread, messages) -> {
              ObjectNode one = Json.object().put("id", thread.toString());
              one.set("emailIds", Json.texts(messages.stream().map(UUID::toString).toList()));
              json.put(thread.toString(), one);
            });
    return request.answer(found.modseq(), json);
  }

  private ObjectNode changes(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    return Changes.answer(
            sight, arguments, since -> changes.threads(sight.reach(), since), UUID::toString)
        .answer();
  }

  Map<String, org.godwit.jmap.Method> methods() {
    return Map.of("Thread/get", this::get, "Thread/changes", this::changes);
  }
}
