package org.godwit.jmap.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Documents;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryChanges;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.RecordSet;
import org.godwit.jmap.SetError;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.jmap.UtcDate;
import org.godwit.jmap.WholeList;
import org.godwit.store.record.Records;

/** ShareNotification/get, changes, set, query and queryChanges (9670 §3). */
final class ShareNotificationMethods {

  private static final List<String> PROPERTIES =
      List.of(
          "id",
          "created",
          "changedBy",
          "objectType",
          "objectAccountId",
          "objectId",
          "oldRights",
          "newRights",
          "name");

  private final Records records;

  @Inject
  ShareNotificationMethods(Records records) {
    this.records = records;
  }

  Map<String, Method> methods() {
    return Map.of(
        "ShareNotification/get", this::get,
        "ShareNotification/changes", this::changes,
        "ShareNotification/set", this::set,
        "ShareNotification/query", this::query,
        "ShareNotification/queryChanges", this::queryChanges);
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    GetRequest request =
        GetRequest.of(sight, arguments, exchange, PROPERTIES, PROPERTIES::contains);
    arguments.noOther();
    Records.Found found = find(sight, request.ids().map(Ids::uuids));
    return request.answer(found.modseq(), Documents.json(found));
  }

  private Records.Found find(Sight sight, Optional<? extends java.util.Collection<UUID>> ids) {
    return records.find(sight.account(), ShareNotifications.TYPE, ids.map(List::copyOf));
  }

  private ObjectNode changes(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    return Documents.changes(records, ShareNotifications.TYPE, sight, arguments);
  }

  /** 9670 §3.3: they are read and thrown away. */
  private ObjectNode set(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    arguments.noOther();
    RecordSet.Rules rules =
        new RecordSet.Rules() {
          @Override
          public ObjectNode created(ObjectNode given) throws SetError {
            throw SetError.forbidden("the server makes them");
          }

          @Override
          public ObjectNode updated(ObjectNode before, ObjectNode patch) throws SetError {
            throw SetError.forbidden("the server makes them");
          }
        };
    return new RecordSet(records, ShareNotifications.TYPE, OptionalInt.empty(), rules)
        .answer(request, exchange);
  }

  private ObjectNode query(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    QueryRequest request = QueryRequest.of(sight, arguments);
    arguments.noOther();
    Predicate<ObjectNode> filter = request.test(new Conditions());
    Comparator<ObjectNode> order = request.order(ShareNotificationMethods::order);
    Records.Found found = find(sight, Optional.empty());
    List<String> all =
        Documents.json(found).values().stream()
            .filter(filter)
            .sorted(order)
            .map(it -> it.get("id").textValue())
            .toList();
    return new WholeList(all, States.of(found.modseq())).window(request, false);
  }

  /** 9670 §3.4.2. */
  private static Optional<Comparator<ObjectNode>> order(String property) {
    return property.equals("created")
        ? Optional.of(Comparator.comparing(it -> it.path(property).asText()))
        : Optional.empty();
  }

  private static Instant created(ObjectNode notification) {
    return Instant.parse(notification.get("created").textValue());
  }

  /** 9670 §3.4.1. */
  private static final class Conditions extends QueryRequest.Checks<ObjectNode> {
    @Override
    protected void read(Arguments given, List<Predicate<ObjectNode>> all) throws MethodError {
      UtcDate.argument(given, "after")
          .ifPresent(time -> all.add(it -> !created(it).isBefore(time)));
      UtcDate.argument(given, "before")
          .ifPresent(time -> all.add(it -> created(it).isBefore(time)));
      for (String property : List.of("objectType", "objectAccountId")) {
        Optional<String> wanted = given.text(property);
        wanted.ifPresent(it -> all.add(one -> one.path(property).asText().equals(it)));
      }
    }
  }

  private ObjectNode queryChanges(Arguments arguments, Exchange exchange) throws MethodError {
    QueryRequest request = QueryChanges.refused(exchange.ownAccount(arguments), arguments);
    request.test(new Conditions());
    request.order(ShareNotificationMethods::order);
    throw MethodError.cannotCalculateChanges("ask for the list again");
  }
}
