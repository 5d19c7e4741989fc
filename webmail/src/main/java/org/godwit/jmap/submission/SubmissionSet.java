package org.godwit.jmap.submission;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.godwit.jmap.Ids;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Patch;
import org.godwit.jmap.SetAnswer;
import org.godwit.jmap.SetError;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.jmap.mail.EmailSet;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.submission.Submission;
import org.godwit.store.submission.Submissions;

/** EmailSubmission/set (8621 §7.5): each submission is a transaction of its own. */
final class SubmissionSet implements Method {

  private final Submissions submissions;
  private final SubmissionDrafts drafts;
  private final EmailSet emails;
  private final AccountReading reading;

  @Inject
  SubmissionSet(
      Submissions submissions, SubmissionDrafts drafts, EmailSet emails, AccountReading reading) {
    this.submissions = submissions;
    this.drafts = drafts;
    this.emails = emails;
    this.reading = reading;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    Map<String, ObjectNode> updateEmail = arguments.objects("onSuccessUpdateEmail");
    List<String> destroyEmail = arguments.texts("onSuccessDestroyEmail").orElse(List.of());
    arguments.noOther();
    String before = state(sight);
    request.mustBeIn(before);
    Call call = new Call(sight, request, exchange);
    call.run();
    ObjectNode json = call.answer.json(sight, before, state(sight));
    onSuccess(sight, call.sent, updateEmail, destroyEmail, exchange);
    return json;
  }

  private String state(Sight sight) {
    return States.of(reading.modseq(sight.account()).orElse(0));
  }

  /** One call while it runs. */
  private final class Call {
    private final Sight sight;
    private final SetRequest request;
    private final Exchange exchange;
    private final SetAnswer answer;
    private final Map<String, Submission> known = new HashMap<>();

    /** Emails of what succeeded, by the submission's id, or # and its creation id. */
    private final Map<String, UUID> sent = new HashMap<>();

    Call(Sight sight, SetRequest request, Exchange exchange) {
      this.sight = sight;
      this.request = request;
      this.exchange = exchange;
      this.answer = new SetAnswer(exchange);
    }

    void run() {
      request.create().forEach(this::create);
      Set<String> named = new LinkedHashSet<>(request.update().keySet());
      named.addAll(request.destroy());
      if (!named.isEmpty()) {
        submissions
            .find(sight.account(), Optional.of(Ids.uuids(named)))
            .submissions()
            .forEach(one -> known.put(one.id().toString(), one));
      }
      request.update().forEach(this::update);
      request.destroy().forEach(this::destroy);
    }

    private void create(String creationId, ObjectNode given) {
      try {
        Submission made = drafts.create(sight, given, exchange);
        ObjectNode told = SubmissionJson.of(made).without(List.of("identityId", "emailId"));
        if (told.get("envelope").equals(given.get("envelope"))) {
          told.remove("envelope");
        }
        answer.created(creationId, told);
        sent.put("#" + creationId, made.message());
        sent.put(made.id().toString(), made.message());
      } catch (SetError why) {
        answer.notCreated(creationId, why);
      }
    }

    private void update(String id, ObjectNode patch) {
      try {
        if (request.destroy().contains(id)) {
          throw SetError.of("willDestroy", null); // 8620 §5.3
        }
        Submission before = find(id);
        if (cancels(before, patch)) {
          switch (submissions.cancel(sight.account(), before.id())) {
            case DONE -> {}
            case TOO_LATE -> throw SetError.of("cannotUnsend", null);
            case MISSING -> throw SetError.notFound();
          }
        }
        answer.updated(id);
        sent.put(id, before.message());
      } catch (SetError why) {
        answer.notUpdated(id, why);
      }
    }

    /** Whether a patch takes it back; that is all that can be changed. */
    private static boolean cancels(Submission before, ObjectNode patch) throws SetError {
      ObjectNode now = SubmissionJson.of(before);
      ObjectNode after = Patch.apply(now, patch);
      for (Map.Entry<String, JsonNode> entry : after.properties()) {
        boolean canceled =
            entry.getKey().equals("undoStatus") && entry.getValue().asText().equals("canceled");
        if (!canceled && !entry.getValue().equals(now.get(entry.getKey()))) {
          throw SetError.invalidProperties("this cannot be changed", entry.getKey());
        }
      }
      return !after.get("undoStatus").equals(now.get("undoStatus"));
    }

    private void destroy(String id) {
      try {
        Submission before = find(id);
        if (!submissions.remove(sight.account(), before.id())) {
          throw SetError.notFound();
        }
        answer.destroyed(id);
        sent.put(id, before.message());
      } catch (SetError why) {
        answer.notDestroyed(id, why);
      }
    }

    private Submission find(String id) throws SetError {
      return Optional.ofNullable(known.get(id)).orElseThrow(SetError::notFound);
    }
  }

  /** 8621 §7.5: changes the emails of what succeeded, by a call of Email/set that is told of. */
  private void onSuccess(
      Sight sight,
      Map<String, UUID> sent,
      Map<String, ObjectNode> updateEmail,
      List<String> destroyEmail,
      Exchange exchange) {
    ObjectNode updates = Json.object();
    updateEmail.forEach(
        (id, patch) -> {
          if (sent.containsKey(id)) {
            updates.set(sent.get(id).toString(), patch);
          }
        });
    List<String> destroys = new ArrayList<>();
    for (String id : destroyEmail) {
      if (sent.containsKey(id)) {
        destroys.add(sent.get(id).toString());
      }
    }
    if (updates.isEmpty() && destroys.isEmpty()) {
      return;
    }
    ObjectNode call = Json.object().put("accountId", sight.id());
    call.set("update", updates);
    call.set("destroy", Json.texts(destroys));
    try {
      exchange.also("Email/set", emails.answer(new Arguments(call), exchange));
    } catch (MethodError e) {
      exchange.also("error", e.json());
    }
  }
}
