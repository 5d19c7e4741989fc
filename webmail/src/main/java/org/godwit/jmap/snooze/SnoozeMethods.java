package org.godwit.jmap.snooze;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Documents;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.RecordSet;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.SpecialMailboxes;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.record.Records;
import org.godwit.store.snooze.Snoozed;
import org.godwit.store.snooze.Snoozes;

/** Snooze/get, changes and set. */
final class SnoozeMethods {

  /** Emails that may be put off in one account. */
  static final int MOST = 2_000;

  static final List<String> PROPERTIES =
      List.of("id", "emailId", "until", "mailboxId", "fromMailboxIds", "inMailboxId");

  private static final String ROLE = "snoozed";
  private static final String NAME = "Snoozed";

  private final Records records;
  private final Snoozes snoozes;
  private final SpecialMailboxes mailboxes;
  private final AccountReading reading;
  private final Clock clock;

  @Inject
  SnoozeMethods(
      Records records,
      Snoozes snoozes,
      SpecialMailboxes mailboxes,
      AccountReading reading,
      Clock clock) {
    this.records = records;
    this.snoozes = snoozes;
    this.mailboxes = mailboxes;
    this.reading = reading;
    this.clock = clock;
  }

  Map<String, Method> methods() {
    return Map.of(
        "Snooze/get", this::get, "Snooze/changes", this::changes, "Snooze/set", this::set);
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    GetRequest request =
        GetRequest.of(sight, arguments, exchange, PROPERTIES, PROPERTIES::contains);
    arguments.noOther();
    Records.Found found =
        records.find(sight.account(), Snoozed.TYPE, request.ids().map(Ids::uuids));
    return request.answer(found.modseq(), Documents.json(found));
  }

  private ObjectNode changes(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    return Documents.changes(records, Snoozed.TYPE, sight, arguments);
  }

  /**
   * The documents first, then the messages: what is cut off in between leaves a document without
   * effect, or a message that waits without one, where everybody sees it.
   */
  private ObjectNode set(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    arguments.noOther();
    try {
      SnoozeRules rules = rules(sight, request, exchange);
      ObjectNode answer =
          new RecordSet(records, Snoozed.TYPE, OptionalInt.of(MOST), rules)
              .answer(request, exchange);
      snoozes.putOff(sight.account(), sight.owner(), rules.putOff());
      snoozes.takeBack(sight.account(), sight.owner(), rules.takenBack());
      return answer;
    } catch (MailboxException e) {
      throw new MethodError("serverPartialFail", "a mailbox is not there any more");
    }
  }

  private SnoozeRules rules(Sight sight, SetRequest request, Exchange exchange)
      throws MailboxException {
    SpecialMailboxes.Found found =
        request.create().isEmpty() ? mailboxes.of(sight) : mailboxes.with(sight, ROLE, NAME);
    Set<String> emails = new HashSet<>();
    request
        .create()
        .values()
        .forEach(given -> exchange.resolve(given.path("emailId").asText()).ifPresent(emails::add));
    Map<UUID, Set<String>> places = new HashMap<>();
    if (!emails.isEmpty()) {
      reading
          .places(sight.account(), Ids.uuids(emails))
          .forEach(
              held ->
                  places
                      .computeIfAbsent(held.id().uuid(), id -> new HashSet<>())
                      .add(held.mailbox().serialize()));
    }
    return new SnoozeRules(found, ROLE, places, exchange, clock.instant());
  }
}
