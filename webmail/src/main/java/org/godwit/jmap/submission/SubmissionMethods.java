package org.godwit.jmap.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Changes;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.jmap.WholeList;
import org.godwit.store.submission.Submission;
import org.godwit.store.submission.Submissions;

/** EmailSubmission/get, changes, query and queryChanges (8621 §7.1 to §7.4). */
final class SubmissionMethods {

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
  private WholeList list(QueryRequest request) throws MethodError {
    var filter = request.test(new SubmissionFilter());
    var order = request.order(SubmissionFilter::order);
    Submissions.Found found = submissions.find(request.sight().account(), Optional.empty());
    List<String> ids =
        found.submissions().stream()
            .filter(filter)
            .sorted(order)
            .map(Submission::id)
            .map(UUID::toString)
            .toList();
    return new WholeList(ids, States.of(found.modseq()));
  }

  private ObjectNode query(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    QueryRequest request = QueryRequest.of(sight, arguments);
    arguments.noOther();
    return list(request).window(request, true);
  }

  private ObjectNode queryChanges(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    return WholeList.changes(
        sight, arguments, since -> submissions.since(sight.account(), since), this::list);
  }
}
