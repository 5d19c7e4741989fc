package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
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
import org.godwit.jmap.SetAnswer;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.UtcDate;
import org.godwit.search.text.SentDate;
import org.godwit.store.mailbox.SameContent;
import org.godwit.store.message.MessageSummary;

/** Email/import and Email/parse (8621 §4.8, §4.9). */
final class EmailImport {

  private static final Set<String> GIVEN = Set.of("blobId", "mailboxIds", "keywords", "receivedAt");

  private final EmailDrafts drafts;
  private final BlobReader blobs;
  private final EmailSet set;
  private final SameContent same;

  @Inject
  EmailImport(EmailDrafts drafts, BlobReader blobs, EmailSet set, SameContent same) {
    this.drafts = drafts;
    this.blobs = blobs;
    this.set = set;
    this.same = same;
  }

  Map<String, Method> methods() {
    return Map.of("Email/import", this::importAll, "Email/parse", this::parse);
  }

  private ObjectNode importAll(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    if (sight.isReadOnly()) {
      throw new MethodError("accountReadOnly", null);
    }
    Optional<String> inState = arguments.text("ifInState");
    Arguments.need(arguments.any("emails"), "emails");
    Map<String, ObjectNode> emails = arguments.creations("emails");
    arguments.noOther();
    if (emails.size() > Limits.OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("there are more emails than maxObjectsInSet");
    }
    String before = set.state(sight);
    if (inState.isPresent() && !inState.get().equals(before)) {
      throw MethodError.stateMismatch();
    }
    SetAnswer answer = new SetAnswer(exchange);
    emails.forEach((id, email) -> importOne(sight, id, email, exchange, answer));
    ObjectNode json = answer.json(sight, before, set.state(sight));
    json.remove(List.of("updated", "destroyed", "notUpdated", "notDestroyed"));
    return json;
  }

  private void importOne(
      Sight sight, String id, ObjectNode email, Exchange exchange, SetAnswer answer) {
    try {
      for (Map.Entry<String, JsonNode> entry : email.properties()) {
        if (!GIVEN.contains(entry.getKey())) {
          throw SetError.invalidProperties("there is no such property", entry.getKey());
        }
      }
      Optional<byte[]> bytes =
          exchange
              .resolve(email.path("blobId").asText(""))
              .flatMap(blob -> blobs.read(sight, blob));
      if (bytes.isEmpty()) {
        throw SetError.invalidProperties("there is no such blob", "blobId");
      }
      Set<Long> places = MailboxRefs.read(sight, email.get("mailboxIds"), exchange);
      Set<String> keywords = EmailKeywords.read(email.get("keywords"));
      EmailKeywords.mustNotBeTooMany(keywords, 0);
      if (!isMessage(bytes.get())) {
        throw SetError.of("invalidEmail", "a message begins with header fields");
      }
      mustBeNew(sight, bytes.get());
      Optional<Instant> received =
          UtcDate.property(email, "receivedAt").or(() -> lastReceived(bytes.get()));
      answer.created(id, drafts.store(sight, bytes.get(), places, keywords, received));
    } catch (SetError why) {
      answer.notCreated(id, why);
    }
  }

  /** 8621 §4.8: who imports a file again, or goes on with one, doubles nothing. */
  private void mustBeNew(Sight sight, byte[] message) throws SetError {
    Optional<UUID> there = sight.isOwn() ? same.find(sight.account(), message) : Optional.empty();
    if (there.isPresent()) {
      throw SetError.with(
          "alreadyExists",
          "the very same message is there",
          Json.object().put("existingId", there.get().toString()));
    }
  }

  private static boolean isMessage(byte[] bytes) {
    return !header(bytes).all().isEmpty();
  }

  private static HeaderLines header(byte[] bytes) {
    return new HeaderLines(Arrays.copyOf(bytes, Math.min(bytes.length, 64 * 1024)));
  }

  /** 8621 §4.8: when the last of its servers had it, which wrote above those before. */
  private static Optional<Instant> lastReceived(byte[] message) {
    return header(message).all("Received").stream()
        .findFirst()
        .map(HeaderLines.Line::value)
        .flatMap(value -> SentDate.of(value.substring(value.lastIndexOf(';') + 1)))
        .map(date -> date.at().toInstant());
  }

  private ObjectNode parse(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    List<String> ids = Arguments.need(arguments.texts("blobIds"), "blobIds");
    if (ids.size() > Limits.OBJECTS_IN_GET) {
      throw MethodError.requestTooLarge("there are more ids than maxObjectsInGet");
    }
    Set<String> properties =
        new LinkedHashSet<>(arguments.texts("properties").orElse(EmailProperties.USUAL_PARSED));
    for (String property : properties) {
      if (!EmailProperties.isKnown(property)) {
        throw MethodError.invalidArguments("there is no property " + property);
      }
    }
    EmailProperties wanted = EmailProperties.of(properties, arguments);
    arguments.noOther();
    ObjectNode parsed = Json.object();
    ArrayNode notParsable = Json.array();
    ArrayNode notFound = Json.array();
    for (String id : new LinkedHashSet<>(ids)) {
      Optional<byte[]> bytes = blobs.read(sight, id);
      if (bytes.isEmpty()) {
        notFound.add(id);
      } else if (!isMessage(bytes.get())) {
        notParsable.add(id);
      } else {
        parsed.set(id, parsed(wanted, id, bytes.get()).retain(properties));
      }
    }
    ObjectNode answer = Json.object().put("accountId", sight.id());
    answer.set("parsed", parsed.isEmpty() ? null : parsed);
    answer.set("notParsable", notParsable.isEmpty() ? null : notParsable);
    answer.set("notFound", notFound.isEmpty() ? null : notFound);
    return answer;
  }

  private static ObjectNode parsed(EmailProperties wanted, String blobId, byte[] bytes) {
    try {
      MessageSummary summary = MessageSummary.of(new ByteArrayInputStream(bytes));
      ObjectNode json = // 8621 §4.9: it is in no mailbox
          Json.object().put("blobId", blobId).put("size", bytes.length);
      for (String unknown : List.of("id", "mailboxIds", "keywords", "receivedAt", "threadId")) {
        json.putNull(unknown);
      }
      EmailJson content =
          new EmailJson(
              wanted, part -> partOf(blobId, part), () -> new ByteArrayInputStream(bytes));
      content.addHeader(json, Arrays.copyOf(bytes, Math.toIntExact(summary.root().bodyStart())));
      content.addBody(json, summary);
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException("reading a blob", e);
    }
  }

  /** A part is known by its place in what it is a part of. */
  private static Optional<BlobId> partOf(String blobId, Part part) {
    long from = part.mime().bodyStart();
    long to = part.mime().bodyEnd();
    String encoding = part.content().encoding().strip();
    return BlobId.of(blobId)
        .<BlobId>map(
            outer ->
                outer instanceof BlobId.OfMessage whole
                    ? new BlobId.OfPart(whole.message(), from, to, encoding)
                    : new BlobId.OfInner(outer, from, to, encoding))
        .filter(id -> Arguments.isId(id.toString())); // too deep to be told
  }
}
