package org.godwit.jmap.snooze;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Json;
import org.godwit.jmap.Patch;
import org.godwit.jmap.RecordSet;
import org.godwit.jmap.SetError;
import org.godwit.jmap.mail.SpecialMailboxes;
import org.godwit.store.snooze.Snoozed;

/** What a snooze may be; and what one call does to emails. For one call. */
final class SnoozeRules implements RecordSet.Rules {

  private static final Duration LONGEST = Duration.ofDays(3_660);

  private final SpecialMailboxes.Found mailboxes;
  private final Optional<String> waiting;
  private final Map<UUID, Set<String>> places;
  private final Exchange exchange;
  private final Instant now;
  private final Map<UUID, Snoozed> putOff = new HashMap<>();
  private final Map<UUID, Snoozed> takenBack = new HashMap<>();

  /**
   * @param role of the mailbox where emails wait
   * @param places the mailboxes of emails that are to be put off, by id
   */
  SnoozeRules(
      SpecialMailboxes.Found mailboxes,
      String role,
      Map<UUID, Set<String>> places,
      Exchange exchange,
      Instant now) {
    this.mailboxes = mailboxes;
    this.waiting = mailboxes.of(role);
    this.places = places;
    this.exchange = exchange;
    this.now = now;
  }

  /** What has to go away, after the documents are kept. */
  Collection<Snoozed> putOff() {
    return List.copyOf(putOff.values());
  }

  /** What has to come back before its time. */
  Collection<Snoozed> takenBack() {
    return List.copyOf(takenBack.values());
  }

  @Override
  public Optional<UUID> idOf(ObjectNode created) {
    return Ids.uuid(created.get("emailId").textValue());
  }

  @Override
  public ObjectNode created(ObjectNode given) throws SetError {
    noOther(given, name -> !name.equals("id") && !name.equals("inMailboxId"));
    String email = exchange.resolve(given.path("emailId").asText()).orElse("");
    Set<String> here = Ids.uuid(email).map(places::get).orElse(null);
    if (here == null) {
      throw SetError.invalidProperties("there is no such email", "emailId");
    }
    String in = waiting.orElseThrow(() -> new IllegalStateException("no mailbox to wait in"));
    ObjectNode made =
        Json.object()
            .put("emailId", email)
            .put("until", until(given.path("until")))
            .put("mailboxId", back(given.path("mailboxId"), in))
            .put("inMailboxId", in);
    made.set("fromMailboxIds", Json.set(left(given, made.get("mailboxId").textValue(), here, in)));
    UUID id = UUID.fromString(email);
    putOff.put(id, Snoozed.read(id, made.toString()));
    return made;
  }

  private static void noOther(ObjectNode given, Predicate<String> allowed) throws SetError {
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!SnoozeMethods.PROPERTIES.contains(entry.getKey()) || !allowed.test(entry.getKey())) {
        throw SetError.invalidProperties("this cannot be set", entry.getKey());
      }
    }
  }

  /** A UTCDate (8620 §1.4) that is yet to come, in whole seconds. */
  private String until(JsonNode given) throws SetError {
    try {
      Instant until = Instant.parse(given.asText()).truncatedTo(ChronoUnit.SECONDS);
      if (until.isAfter(now) && until.isBefore(now.plus(LONGEST))) {
        return until.toString();
      }
    } catch (DateTimeException e) {
      throw SetError.invalidProperties("this is no UTCDate", "until");
    }
    throw SetError.invalidProperties("it is a time to come, within ten years", "until");
  }

  private String back(JsonNode given, String in) throws SetError {
    Optional<String> id =
        given.isMissingNode() || given.isNull()
            ? mailboxes.of("inbox")
            : exchange.resolve(given.asText());
    return id.filter(it -> mailboxes.all().contains(it) && !it.equals(in))
        .orElseThrow(() -> SetError.invalidProperties("it cannot come back there", "mailboxId"));
  }

  /** Those of the mailboxes named, or the one that it comes back to, where it is now. */
  private Set<String> left(ObjectNode given, String back, Set<String> here, String in)
      throws SetError {
    Set<String> left = new HashSet<>();
    JsonNode named = given.path("fromMailboxIds");
    if (named.isMissingNode() || named.isNull()) {
      left.add(back);
    } else {
      for (Map.Entry<String, JsonNode> entry : named.properties()) {
        if (!entry.getValue().equals(BooleanNode.TRUE)) {
          throw SetError.invalidProperties("it is a set of ids, each true", "fromMailboxIds");
        }
        exchange.resolve(entry.getKey()).ifPresent(left::add);
      }
    }
    left.retainAll(here);
    left.remove(in);
    return left;
  }

  @Override
  public ObjectNode updated(ObjectNode before, ObjectNode patch) throws SetError {
    ObjectNode after = Patch.apply(before, patch);
    for (String fixed : List.of("emailId", "fromMailboxIds", "inMailboxId")) {
      if (!after.path(fixed).equals(before.path(fixed))) {
        throw SetError.invalidProperties("this stays", fixed);
      }
    }
    noOther(after, name -> true);
    if (!after.path("until").equals(before.path("until"))) {
      after.put("until", until(after.path("until")));
    }
    return after.put(
        "mailboxId", back(after.path("mailboxId"), before.path("inMailboxId").asText()));
  }

  @Override
  public void mayGo(String id, ObjectNode before) {
    UUID message = UUID.fromString(id);
    takenBack.put(message, Snoozed.read(message, before.toString()));
  }
}
