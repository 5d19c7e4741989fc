package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Sight;
import org.godwit.store.listing.MessageFacts;
import org.godwit.store.listing.MessageFacts.Facts;
import org.godwit.store.mailbox.MessageView;
import org.godwit.store.mailbox.StoreMailboxId;

/**
 * Email/get (8621 §4.2): one statement, and one more for some megabytes of messages whose octets
 * are needed.
 */
final class EmailGet implements Method {

  private static final long AT_ONCE = 16L * 1024 * 1024;

  private final MessageFacts facts;

  @Inject
  EmailGet(MessageFacts facts) {
    this.facts = facts;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    GetRequest request =
        GetRequest.of(sight, arguments, exchange, EmailProperties.USUAL, EmailProperties::isKnown);
    EmailProperties wanted = EmailProperties.of(request.properties(), arguments);
    arguments.noOther();
    List<UUID> ids = Ids.uuids(EmailIds.mustBeNamed(request));
    MessageFacts.Found found =
        facts.find(
            sight.reach(), ids, new MessageFacts.Wanted(wanted.needSummary(), wanted.needHeader()));
    return request.answer(found.modseq(), json(sight, wanted, found.messages()));
  }

  /** Some properties of emails, and maybe others. */
  Map<UUID, ObjectNode> read(Sight sight, List<UUID> ids, Set<String> properties)
      throws MethodError {
    EmailProperties wanted = EmailProperties.of(properties, new Arguments(Json.object()));
    MessageFacts.Found found =
        facts.find(
            sight.reach(), ids, new MessageFacts.Wanted(wanted.needSummary(), wanted.needHeader()));
    Map<UUID, ObjectNode> all = new LinkedHashMap<>();
    json(sight, wanted, found.messages()).forEach((id, one) -> all.put(UUID.fromString(id), one));
    return all;
  }

  Map<String, ObjectNode> json(Sight sight, EmailProperties wanted, List<Facts> messages) {
    Map<String, ObjectNode> all = new LinkedHashMap<>();
    for (List<Facts> batch : batches(messages)) {
      Map<UUID, MessageView.Bytes> bytes =
          wanted.needBytes()
              ? facts.bytes(sight.account(), batch.stream().map(Facts::message).toList())
              : Map.of();
      for (Facts one : batch) {
        MessageView.Bytes source = bytes.get(one.message());
        if (source != null || !wanted.needBytes()) { // else it has just gone
          all.put(one.message().toString(), json(sight, wanted, one, source));
        }
      }
    }
    return all;
  }

  private static List<List<Facts>> batches(List<Facts> messages) {
    List<List<Facts>> batches = new ArrayList<>();
    List<Facts> batch = new ArrayList<>();
    long size = 0;
    for (Facts one : messages) {
      if (size + one.size() > AT_ONCE && !batch.isEmpty()) {
        batches.add(batch);
        batch = new ArrayList<>();
        size = 0;
      }
      batch.add(one);
      size += one.size();
    }
    batches.add(batch);
    return batches;
  }

  private static ObjectNode json(
      Sight sight, EmailProperties wanted, Facts one, MessageView.Bytes source) {
    ObjectNode json =
        Json.object()
            .put("id", one.message().toString())
            .put("blobId", new BlobId.OfMessage(one.message()).toString())
            .put("threadId", one.thread().toString())
            .put("size", one.size())
            .put("receivedAt", HeaderForm.date(one.received().atOffset(ZoneOffset.UTC)));
    json.set("keywords", Json.set(one.keywords()));
    json.set("mailboxIds", Json.set(mailboxIds(sight, one)));
    EmailJson content = new EmailJson(wanted, part -> blob(one.message(), part), source);
    one.header().ifPresent(header -> content.addHeader(json, header));
    one.summary().ifPresent(summary -> content.addBody(json, summary));
    return json;
  }

  static List<String> mailboxIds(Sight sight, Facts one) {
    return one.mailboxes().stream()
        .map(number -> new StoreMailboxId(sight.account(), number).serialize())
        .toList();
  }

  private static Optional<BlobId> blob(UUID message, Part part) {
    return Optional.of(
        new BlobId.OfPart(
            message,
            part.mime().bodyStart(),
            part.mime().bodyEnd(),
            part.content().encoding().strip()));
  }
}
