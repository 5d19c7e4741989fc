package org.godwit.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.godwit.jmap.Api;
import org.godwit.jmap.Core;
import org.godwit.jmap.Json;
import org.godwit.jmap.RequestError;
import org.godwit.jmap.Session;
import org.godwit.jmap.Viewer;
import org.godwit.jmap.mail.Mail;

/**
 * What the client's page carries: the JMAP session, and the mailboxes, so that the first request
 * can already ask for the list of one of them.
 */
final class FirstPage {

  private FirstPage() {}

  /** As JSON. */
  static String of(Api api, Session session, Viewer viewer, String base) {
    ObjectNode json = session.json(viewer, base);
    JsonNode account = json.path("primaryAccounts").path(Mail.URI);
    ObjectNode request = Json.object();
    request.putArray("using").add(Core.URI).add(Mail.URI);
    request
        .putArray("methodCalls")
        .addArray()
        .add("Mailbox/get")
        .add(Json.object().set("accountId", account))
        .add("0");
    try {
      JsonNode answer =
          api.run(viewer, request, session.state(viewer)).path("methodResponses").path(0);
      if (answer.path(0).asText().equals("Mailbox/get")) {
        json.set("mailboxes", answer.path(1));
      }
    } catch (RequestError refused) {
      throw new IllegalStateException("this request is our own", refused);
    }
    return json.toString();
  }
}
