package org.godwit.jmap.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.godwit.jmap.Json;
import org.godwit.jmap.SetError;
import org.godwit.store.message.Address;
import org.godwit.store.message.Envelope;

/**
 * Whom a message is from and for, as SMTP would be told (8621 §7).
 *
 * @param json as the client knows it
 * @param mailFrom empty for a report, which nobody answers
 */
record SentEnvelope(ObjectNode json, Party mailFrom, List<Party> recipients) {

  /**
   * One address.
   *
   * @param parameters their names in capitals; a value may be null
   */
  record Party(String email, Map<String, String> parameters) {}

  SentEnvelope {
    recipients = List.copyOf(recipients);
  }

  /** The one that a client gives. */
  static SentEnvelope given(JsonNode given) throws SetError {
    if (!(given instanceof ObjectNode json)
        || !json.path("rcptTo").isArray()
        || json.size() != 2
        || !json.has("mailFrom")) {
      throw wrong("an envelope is a mailFrom and a list rcptTo");
    }
    List<Party> recipients = new ArrayList<>();
    for (JsonNode one : json.get("rcptTo")) {
      recipients.add(party(one));
    }
    return new SentEnvelope(json, party(json.get("mailFrom")), recipients);
  }

  private static Party party(JsonNode given) throws SetError {
    JsonNode parameters = given.path("parameters");
    boolean isAddress =
        given.isObject()
            && given.path("email").isTextual()
            && (parameters.isMissingNode() || parameters.isNull() || parameters.isObject())
            && given.size() == (parameters.isMissingNode() ? 1 : 2);
    if (!isAddress) {
      throw wrong("an address is an email and maybe parameters");
    }
    Map<String, String> read = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> one : parameters.properties()) {
      JsonNode value = one.getValue();
      String name = one.getKey().toUpperCase(Locale.ROOT); // 5321 §2.4
      if ((!value.isNull() && !value.isTextual()) || read.containsKey(name)) {
        throw wrong("a parameter is a text or null, once");
      }
      read.put(name, value.textValue());
    }
    return new Party(given.get("email").textValue(), read);
  }

  /** The one that follows from a message: from an identity, for all whom the header names. */
  static SentEnvelope of(Envelope header, String identity) {
    ObjectNode json = Json.object();
    json.set("mailFrom", party(identity));
    ArrayNode to = json.putArray("rcptTo");
    List<Party> recipients = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    for (List<Address> some : List.of(header.to(), header.cc(), header.bcc())) {
      for (String email : emails(some)) {
        if (known.add(email.toLowerCase(Locale.ROOT))) {
          to.add(party(email));
          recipients.add(new Party(email, Map.of()));
        }
      }
    }
    return new SentEnvelope(json, new Party(identity, Map.of()), recipients);
  }

  private static ObjectNode party(String email) {
    return Json.object().put("email", email).putNull("parameters");
  }

  /** Addresses of a header field, without the names of groups. */
  static List<String> emails(List<Address> addresses) {
    return addresses.stream()
        .filter(address -> address.host().isPresent())
        .map(address -> address.mailbox().orElse("") + "@" + address.host().get())
        .toList();
  }

  private static SetError wrong(String description) {
    return SetError.invalidProperties(description, "envelope");
  }
}
