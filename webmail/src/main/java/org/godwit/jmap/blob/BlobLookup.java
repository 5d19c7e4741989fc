package org.godwit.jmap.blob;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.BlobId;
import org.godwit.jmap.mail.BlobReader;
import org.godwit.store.listing.MessageFacts;
import org.godwit.store.listing.MessageFacts.Facts;
import org.godwit.store.mailbox.StoreMailboxId;

/** Blob/lookup (9404 §4.3): which emails, threads and mailboxes hold a blob. */
final class BlobLookup implements Method {

  static final List<String> TYPES = List.of("Email", "Mailbox", "Thread");

  private final MessageFacts facts;
  private final BlobReader blobs;

  @Inject
  BlobLookup(MessageFacts facts, BlobReader blobs) {
    this.facts = facts;
    this.blobs = blobs;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    List<String> types = Arguments.need(arguments.texts("typeNames"), "typeNames");
    Set<String> ids = new LinkedHashSet<>(Arguments.need(arguments.texts("ids"), "ids"));
    arguments.noOther();
    if (!TYPES.containsAll(types)) {
      throw new MethodError("unknownDataType", null); // 9404 §4.3
    }
    if (ids.size() > Limits.OBJECTS_IN_GET) {
      throw MethodError.requestTooLarge("there are more ids than maxObjectsInGet");
    }
    Map<UUID, Facts> known = new HashMap<>();
    List<UUID> messages = ids.stream().flatMap(id -> message(id).stream()).distinct().toList();
    facts
        .find(sight.reach(), messages, new MessageFacts.Wanted(false, false))
        .messages()
        .forEach(one -> known.put(one.message(), one));
    ObjectNode answer = Json.object().put("accountId", sight.id());
    ArrayNode list = answer.putArray("list");
    List<String> missing = new ArrayList<>();
    for (String id : ids) {
      Optional<Facts> holder = message(id).map(known::get);
      if (holder.isPresent() || blobs.read(sight, id).isPresent()) {
        ObjectNode matched = list.addObject().put("id", id).putObject("matchedIds");
        types.forEach(type -> matched.set(type, Json.texts(ids(sight, holder, type))));
      } else {
        missing.add(id);
      }
    }
    answer.set("notFound", Json.texts(missing));
    return answer;
  }

  private static Optional<UUID> message(String blobId) {
    return BlobId.of(blobId)
        .flatMap(
            id ->
                switch (id) {
                  case BlobId.OfMessage whole -> Optional.of(whole.message());
                  case BlobId.OfPart part -> Optional.of(part.message());
                  case BlobId.OfInner inner -> message(inner.outer().toString());
                  case BlobId.OfUpload upload -> Optional.empty();
                  case BlobId.OfScript script -> Optional.empty();
                });
  }

  private static List<String> ids(Sight sight, Optional<Facts> holder, String type) {
    return holder
        .map(
            one ->
                switch (type) {
                  case "Email" -> List.of(one.message().toString());
                  case "Thread" -> List.of(one.thread().toString());
                  default ->
                      one.mailboxes().stream()
                          .map(it -> new StoreMailboxId(sight.account(), it).serialize())
                          .toList();
                })
        .orElse(List.of());
  }
}
