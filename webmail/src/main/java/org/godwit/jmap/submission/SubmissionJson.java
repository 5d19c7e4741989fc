package org.godwit.jmap.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.godwit.jmap.Json;
import org.godwit.store.submission.Submission;

/** A submission as clients read it (8621 §7). */
final class SubmissionJson {

  static final List<String> PROPERTIES =
      List.of(
          "id",
          "identityId",
          "emailId",
          "threadId",
          "envelope",
          "sendAt",
          "undoStatus",
          "deliveryStatus",
          "dsnBlobIds",
          "mdnBlobIds");

  private SubmissionJson() {}

  static ObjectNode of(Submission one) {
    ObjectNode json =
        Json.object()
            .put("id", one.id().toString())
            .put("identityId", one.identity())
            .put("emailId", one.message().toString())
            .put("threadId", one.thread().toString());
    json.set("envelope", Json.object(one.envelope()));
    json.put("sendAt", date(one.sendAt()));
    json.put("undoStatus", status(one.undo()));
    json.set("deliveryStatus", Json.object(one.deliveries()));
    json.putArray("dsnBlobIds");
    json.putArray("mdnBlobIds");
    return json;
  }

  static String status(Submission.Undo undo) {
    return undo.name().toLowerCase(Locale.ROOT);
  }

  /** 8620 §1.4: no fraction that is zero, so none at all. */
  private static String date(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
