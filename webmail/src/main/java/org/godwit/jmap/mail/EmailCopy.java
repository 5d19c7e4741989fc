package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.godwit.jmap.SetAnswer;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.UtcDate;
import org.godwit.store.listing.MessageFacts;
import org.godwit.store.listing.MessageFacts.Facts;

/** Email/copy (8621 §4.7, 8620 §5.4): from one account that one sees into another. */
final class EmailCopy implements Method {

  private static final Set<String> GIVEN = Set.of("id", "mailboxIds", "keywords", "receivedAt");

  private final MessageFacts facts;
  private final BlobReader blobs;
  private final EmailDrafts drafts;
  private final EmailSet set;

  @Inject
  EmailCopy(MessageFacts facts, BlobReader blobs, EmailDrafts drafts, EmailSet set) {
    this.facts = facts;
    this.blobs = blobs;
    this.drafts = drafts;
    this.set = set;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight from = exchange.account(arguments, "fromAccountId");
    Sight to = exchange.account(arguments);
    if (from.account() == to.account()) { // 8620 §5.4: between two accounts
      throw MethodError.invalidArguments("an email is copied into another account");
    }
    Optional<String> fromState = arguments.text("ifFromInState");
    Optional<String> inState = arguments.text("ifInState");
    Map<String, ObjectNode> create = arguments.creations("create");
    boolean destroyOriginal = arguments.flag("onSuccessDestroyOriginal", false);
    Optional<String> destroyInState = arguments.text("destroyFromIfInState");
    arguments.noOther();
    if (to.isReadOnly()) {
      throw new MethodError("accountReadOnly", null);
    }
    if (create.size() > Limits.OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("there are more emails than maxObjectsInSet");
    }
    String before = set.state(to);
    mustBe(fromState, set.state(from));
    mustBe(inState, before);
    SetAnswer answer = new SetAnswer(exchange);
    List<String> copied = copyAll(from, to, create, exchange, answer);
    ObjectNode json = answer.json(to, before, set.state(to));
    json.remove(List.of("updated", "destroyed", "notUpdated", "notDestroyed"));
    json.put("fromAccountId", from.id());
    if (destroyOriginal && !copied.isEmpty()) {
      destroy(from, copied, destroyInState, exchange);
    }
    return json;
  }

  private static void mustBe(Optional<String> wanted, String state) throws MethodError {
    if (wanted.isPresent() && !wanted.get().equals(state)) {
      throw MethodError.stateMismatch();
    }
  }

  private List<String> copyAll(
      Sight from, Sight to, Map<String, ObjectNode> create, Exchange exchange, SetAnswer answer) {
    Map<String, UUID> originals = new HashMap<>();
    create.forEach(
        (creationId, given) ->
            exchange
                .resolve(given.path("id").asText(""))
                .flatMap(Ids::uuid)
                .ifPresent(id -> originals.put(creationId, id)));
    Map<UUID, Facts> known = new HashMap<>();
    facts
        .find(from.reach(), Set.copyOf(originals.values()), new MessageFacts.Wanted(false, false))
        .messages()
        .forEach(one -> known.put(one.message(), one));
    List<String> copied = new ArrayList<>();
    create.forEach(
        (creationId, given) -> {
          try {
            Optional<Facts> original =
                Optional.ofNullable(originals.get(creationId)).map(known::get);
            Facts one = original.orElseThrow(SetError::notFound); // 8620 §5.4
            answer.created(creationId, copy(from, to, one, given, exchange));
            copied.add(one.message().toString());
          } catch (SetError why) {
            answer.notCreated(creationId, why);
          }
        });
    return copied;
  }

  private ObjectNode copy(Sight from, Sight to, Facts original, ObjectNode given, Exchange exchange)
      throws SetError {
    for (String property : (Iterable<String>) given::fieldNames) {
      if (!GIVEN.contains(property)) {
        throw SetError.invalidProperties("this is copied as it is", property);
      }
    }
    Set<Long> places = MailboxRefs.read(to, given.get("mailboxIds"), exchange);
    Set<String> keywords =
        given.has("keywords") ? EmailKeywords.read(given.get("keywords")) : original.keywords();
    EmailKeywords.mustNotBeTooMany(keywords, original.keywords().size());
    Instant received = UtcDate.property(given, "receivedAt").orElse(original.received());
    byte[] bytes =
        blobs
            .read(from, new BlobId.OfMessage(original.message()).toString())
            .orElseThrow(SetError::notFound);
    return drafts.store(to, bytes, places, keywords, Optional.of(received));
  }

  private void destroy(
      Sight from, List<String> copied, Optional<String> inState, Exchange exchange) {
    ObjectNode call = Json.object().put("accountId", from.id());
    inState.ifPresent(state -> call.put("ifInState", state));
    call.set("destroy", Json.texts(copied));
    try {
      exchange.also("Email/set", set.answer(new Arguments(call), exchange));
    } catch (MethodError e) {
      exchange.also("error", e.json());
    }
  }
}
