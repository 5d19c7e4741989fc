package org.godwit.jmap.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Changes;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryChanges;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.store.listing.Change;
import org.godwit.store.submission.Submission;
import org.godwit.store.submission.Submissions;

/** EmailSubmission/get, changes, query and queryChanges (8621 §7.1 to §7.4). */
final class SubmissionMethods {

  private static final long MOST = 10_000;
  private static final int TRIES = 5;

  private final Submissions submissions;

  @Inject
  SubmissionMethods(Submissions submissions) {
    this.submissions = submissions;
  }

  Map<String, Method> methods() {
    return Map.of(
        "EmailSubmission/get", this::get,
        "EmailSubmission/changes", this::changes,
        "EmailSubmission/query", this::query,
        "EmailSubmission/queryChanges", this::queryChanges);
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    GetRequest request =
        GetRequest.of(
            sight,
            arguments,
            exchange,
            SubmissionJson.PROPERTIES,
            SubmissionJson.PROPERTIES::contains);
    arguments.noOther();
    Submissions.Found found = submissions.find(sight.account(), request.ids().map(Ids::uuids));
    Map<String, ObjectNode> json = new LinkedHashMap<>();
    found.submissions().forEach(one -> json.put(one.id().toString(), SubmissionJson.of(one)));
    return request.answer(found.modseq(), json);
  }

  private ObjectNode changes(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    return Changes.answer(
            sight, arguments, since -> submissions.since(sight.account(), since), UUID::toString)
        .answer();
  }

  /** All that a query asks for, in its order. */
  private record Listed(List<String> ids, long modseq) {}

  private Listed list(QueryRequest request) throws MethodError {
    var filter = request.test(new SubmissionFilter());
    var order = request.order(SubmissionFilter::order);
    Submissions.Found found =
        submissions.find(request.sight().account(), java.util.Optional.empty());
    List<String> ids =
        found.submissions().stream()
            .filter(filter)
            .sorted(order)
            .map(Submission::id)
            .map(UUID::toString)
            .toList();
    return new Listed(ids, found.modseq());
  }

  private ObjectNode query(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    QueryRequest request = QueryRequest.of(sight, arguments);
    arguments.noOther();
    Listed listed = list(request);
    long limit = Math.min(request.limit().orElse(MOST), MOST);
    int start = request.start(listed.ids());
    int end = (int) Math.min(listed.ids().size(), start + limit);
    boolean limited = request.limit().isEmpty() || request.limit().getAsLong() > limit;
    ObjectNode answer =
        request.answer(
            States.of(listed.modseq()),
            true,
            start,
            listed.ids().subList(start, end),
            limited ? OptionalLong.of(limit) : OptionalLong.empty());
    return request.calculateTotal() ? answer.put("total", listed.ids().size()) : answer;
  }

  private ObjectNode queryChanges(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    QueryRequest request = QueryChanges.request(sight, arguments);
    long since = States.since(arguments, "sinceQueryState");
    OptionalLong most = arguments.unsigned("maxChanges");
    arguments.noOther();
    for (int tried = 0; tried < TRIES; tried++) {
      Change.Log<UUID> log = submissions.since(sight.account(), since);
      if (!log.complete()) {
        throw MethodError.cannotCalculateChanges("what changed since is not known any more");
      }
      Listed listed = list(request);
      if (listed.modseq() == log.modseq()) { // else something happened in between
        Set<String> affected = new HashSet<>();
        log.changes().forEach(change -> affected.add(change.id().toString()));
        OptionalLong total =
            request.calculateTotal() ? OptionalLong.of(listed.ids().size()) : OptionalLong.empty();
        return QueryChanges.answer(
            request, since, log.modseq(), affected, listed.ids(), total, most);
      }
    }
    throw MethodError.cannotCalculateChanges("too much is changing now");
  }
}
