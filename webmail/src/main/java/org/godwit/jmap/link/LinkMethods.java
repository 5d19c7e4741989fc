package org.godwit.jmap.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.SetAnswer;
import org.godwit.jmap.SetError;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.store.link.FileLink;
import org.godwit.store.link.FileLinks;

/** FileLink/get and set. */
final class LinkMethods {

  private static final List<String> PROPERTIES =
      List.of("id", "name", "size", "created", "expires", "isRevoked", "downloads");

  private final FileLinks links;
  private final WantedLinks wanted;
  private final Clock clock;

  @Inject
  LinkMethods(FileLinks links, WantedLinks wanted, Clock clock) {
    this.links = links;
    this.wanted = wanted;
    this.clock = clock;
  }

  Map<String, Method> methods() {
    return Map.of("FileLink/get", this::get, "FileLink/set", this::set);
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    GetRequest request =
        GetRequest.of(sight, arguments, exchange, PROPERTIES, PROPERTIES::contains);
    arguments.noOther();
    FileLinks.Listed listed = links.list(sight.account());
    Map<String, ObjectNode> found = new LinkedHashMap<>();
    listed.links().forEach(link -> found.put(link.id().toString(), json(link)));
    return request.answer(listed.modseq(), found);
  }

  private static ObjectNode json(FileLink link) {
    return Json.object()
        .put("id", link.id().toString())
        .put("name", link.name())
        .put("size", link.size())
        .put("created", utc(link.made()))
        .put("expires", utc(link.expires()))
        .put("isRevoked", link.revoked().isPresent())
        .put("downloads", link.downloads());
  }

  private static String utc(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Makes and changes them one by one; those that go, go together. */
  private ObjectNode set(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    arguments.noOther();
    String before = States.of(links.list(sight.account()).modseq());
    request.mustBeIn(before);
    SetAnswer answer = new SetAnswer(exchange);
    request.create().forEach((id, given) -> create(sight, id, given, answer));
    request.update().forEach((id, patch) -> update(sight, id, patch, answer));
    if (!request.destroy().isEmpty()) {
      destroy(sight, request.destroy(), answer);
    }
    return answer.json(sight, before, States.of(links.list(sight.account()).modseq()));
  }

  private void create(Sight sight, String creationId, ObjectNode given, SetAnswer answer) {
    try {
      FileLinks.Made made = wanted.make(sight, given, clock.instant());
      answer.created(
          creationId,
          Json.object()
              .put("id", made.link().id().toString())
              .put("size", made.link().size())
              .put("created", utc(made.link().made()))
              .put("expires", utc(made.link().expires()))
              .put("isRevoked", false)
              .put("downloads", 0)
              .put("path", "/file/" + made.secret()));
    } catch (SetError why) {
      answer.notCreated(creationId, why);
    }
  }

  private void update(Sight sight, String id, ObjectNode patch, SetAnswer answer) {
    try {
      Instant expires = wanted.until(patch, clock.instant());
      if (Ids.uuid(id).filter(link -> links.keep(sight.account(), link, expires)).isEmpty()) {
        throw SetError.notFound();
      }
      answer.updated(id);
    } catch (SetError why) {
      answer.notUpdated(id, why);
    }
  }

  private void destroy(Sight sight, Set<String> ids, SetAnswer answer) {
    Set<String> revoked =
        links.revoke(sight.account(), Ids.uuids(ids)).stream()
            .map(UUID::toString)
            .collect(Collectors.toUnmodifiableSet());
    for (String id : ids) {
      if (revoked.contains(id)) {
        answer.destroyed(id);
      } else {
        answer.notDestroyed(id, SetError.notFound());
      }
    }
  }
}
