package org.godwit.watch.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.godwit.store.alert.Alert;
import org.godwit.store.alert.AlertBook;

/**
 * What is told of an alert.
 *
 * @param host our name
 */
record Notice(UUID id, String host, Alert alert, Alert.Event event, Instant at) {

  static Notice of(String host, Alert alert, Alert.Event event, Instant at) {
    return new Notice(UUID.randomUUID(), host, alert, event, at);
  }

  /** For a program. */
  AlertBook.Call call() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", id.toString());
    body.put("event", event.name().toLowerCase(Locale.ROOT));
    body.put("kind", alert.kind().word());
    body.put("severity", alert.kind().severity().word());
    body.put("about", alert.about());
    body.put("text", alert.words());
    body.put("advice", alert.kind().advice());
    body.put("since", alert.since().toString());
    body.put("at", at.toString());
    body.put("server", host);
    return new AlertBook.Call(id, body.toString());
  }

  String subject() {
    String what =
        switch (event) {
          case RAISED -> alert.kind().severity().word() + ": ";
          case REMINDER -> "still " + alert.kind().severity().word() + ": ";
          case OVER -> "over: ";
        };
    return "[%s] %s%s".formatted(host, what, alert.words());
  }

  /** For a person, with LF. */
  String text() {
    return switch (event) {
      case RAISED, REMINDER ->
          """
          %s

          What to do: %s

          Since: %s
          Server: %s

          You hear of it again in a day if it goes on, and when it is over.
          """
              .formatted(alert.words(), alert.kind().advice(), alert.since(), host);
      case OVER ->
          """
          This is over: %s

          It began: %s
          It was last seen: %s
          Server: %s
          """
              .formatted(alert.words(), alert.since(), alert.seen(), host);
    };
  }
}
