package org.godwit.jmap.deleted;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.ShortHeader;
import org.godwit.store.mailbox.DeletedMail;
import org.godwit.store.mailbox.DeletedMail.Deleted;
import org.godwit.store.mailbox.DeletedMail.Place;
import org.godwit.store.mailbox.DeletedMail.Wanted;

/** DeletedEmail/query, get and restore. */
final class DeletedMethods {

  /** Ids in one answer to a query. */
  static final int MOST = 1_000;

  private static final List<String> PROPERTIES =
      List.of(
          "id",
          "subject",
          "from",
          "to",
          "preview",
          "hasAttachment",
          "size",
          "receivedAt",
          "deletedAt",
          "mailboxName");

  /** It changes without a modseq, when tombstones grow old: there is no state to compare. */
  private static final String STATE = "-";

  private static final Pattern ID = Pattern.compile("d(\\d{1,18})-(\\d{1,18})");

  private final DeletedMail deleted;
  private final Restoring restoring;

  @Inject
  DeletedMethods(DeletedMail deleted, Restoring restoring) {
    this.deleted = deleted;
    this.restoring = restoring;
  }

  Map<String, Method> methods() {
    return Map.of(
        "DeletedEmail/query",
        this::query,
        "DeletedEmail/get",
        this::get,
        "DeletedEmail/restore",
        this::restore);
  }

  private ObjectNode query(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    Wanted wanted = wanted(QueryRequest.filter(arguments));
    long position = arguments.unsigned("position").orElse(0);
    long asked = arguments.unsigned("limit").orElse(MOST);
    boolean counted = arguments.flag("calculateTotal", false);
    arguments.noOther();
    int limit = (int) Math.min(asked, MOST);
    List<Place> found = deleted.list(sight.account(), wanted, position, limit);
    ObjectNode answer =
        Json.object()
            .put("accountId", sight.id())
            .put("queryState", STATE)
            .put("canCalculateChanges", false)
            .put("position", position);
    answer.set("ids", Json.texts(found.stream().map(DeletedMethods::id).toList()));
    if (counted) {
      answer.put("total", deleted.count(sight.account(), wanted));
    }
    return asked > limit ? answer.put("limit", limit) : answer;
  }

  private static Wanted wanted(Optional<ObjectNode> filter) throws MethodError {
    Arguments given = new Arguments(filter.orElseGet(Json::object));
    Optional<String> after = given.text("after");
    boolean drafts = given.flag("drafts", false);
    given.noOther();
    try {
      return new Wanted(after.map(Instant::parse).orElse(Instant.EPOCH), drafts);
    } catch (DateTimeException e) {
      throw MethodError.invalidArguments("after is no UTCDate");
    }
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    GetRequest request =
        GetRequest.of(sight, arguments, exchange, PROPERTIES, PROPERTIES::contains);
    arguments.noOther();
    List<String> ids =
        request.ids().orElseThrow(() -> MethodError.invalidArguments("ids is missing"));
    Map<String, ObjectNode> found = new LinkedHashMap<>();
    for (Deleted one : deleted.find(sight.account(), places(ids))) {
      found.put(id(one.place()), json(one));
    }
    return request.answer(STATE, found);
  }

  private static ObjectNode json(Deleted one) {
    ShortHeader header = new ShortHeader(one.header());
    ObjectNode json = Json.object().put("id", id(one.place()));
    json.set("subject", header.of("subject"));
    json.set("from", header.of("from"));
    json.set("to", header.of("to"));
    return json.put("preview", one.summary().preview())
        .put("hasAttachment", one.summary().hasAttachment())
        .put("size", one.size())
        .put("receivedAt", one.received().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("deletedAt", one.deleted().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("mailboxName", one.mailbox());
  }

  /** Those of {@code ids}, or the newest that a filter finds, as many as one query tells. */
  private ObjectNode restore(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    Optional<List<String>> ids = arguments.ids("ids");
    Optional<ObjectNode> filter = QueryRequest.filter(arguments);
    arguments.noOther();
    if (ids.isPresent() == filter.isPresent()) {
      throw MethodError.invalidArguments("either ids or a filter says which");
    }
    if (ids.isPresent() && ids.get().size() > Limits.OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("there are more ids than maxObjectsInSet");
    }
    Set<Place> places =
        ids.isPresent()
            ? places(ids.get())
            : new LinkedHashSet<>(deleted.list(sight.account(), wanted(filter), 0, MOST));
    long restored =
        restoring
            .restore(sight, places)
            .orElseThrow(() -> new MethodError("overQuota", "there is no room for it"));
    return Json.object()
        .put("accountId", sight.id())
        .put("restored", restored)
        .put("hasMore", ids.isEmpty() && places.size() == MOST);
  }

  private static String id(Place place) {
    return "d" + place.mailbox() + "-" + place.uid();
  }

  /** Those that can be ids of ours. */
  private static Set<Place> places(List<String> ids) {
    Set<Place> places = new LinkedHashSet<>();
    for (String id : ids) {
      Matcher found = ID.matcher(id);
      if (found.matches()) {
        places.add(new Place(Long.parseLong(found.group(1)), Long.parseLong(found.group(2))));
      }
    }
    return places;
  }
}
