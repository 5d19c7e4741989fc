package org.godwit.store.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.PerRecipientHeaders;

/**
 * All of a mail but its message, as JSON. Fields are only ever added, and a missing one is null.
 * Attributes that have no JSON form (objects of a running mailet) are left out.
 */
final class KeptEnvelope {
  private static final ObjectMapper JSON = new ObjectMapper();

  private KeptEnvelope() {}

  static String write(Mail mail) throws MessagingException {
    ObjectNode json = JSON.createObjectNode();
    json.put("sender", mail.getMaybeSender().asOptional().map(MailAddress::asString).orElse(null));
    ArrayNode recipients = json.putArray("recipients");
    mail.getRecipients().forEach(recipient -> recipients.add(recipient.asString()));
    json.put("state", mail.getState());
    json.put("error", mail.getErrorMessage());
    json.put("remoteHost", mail.getRemoteHost());
    json.put("remoteAddr", mail.getRemoteAddr());
    json.put(
        "lastUpdated",
        Optional.ofNullable(mail.getLastUpdated())
            .map(Date::toInstant)
            .map(Instant::toEpochMilli)
            .orElse(null));
    json.set("attributes", attributes(mail));
    json.set("headers", headers(mail.getPerRecipientSpecificHeaders()));
    try {
      // PostgreSQL keeps no NUL in JSON, and nobody would miss one in an error text.
      return JSON.writeValueAsString(json).replace("\\u0000", "");
    } catch (JsonProcessingException e) {
      throw new MessagingException("a mail's envelope cannot be written", e);
    }
  }

  private static JsonNode attributes(Mail mail) {
    ObjectNode json = JSON.createObjectNode();
    mail.attributes()
        .forEach(
            attribute ->
                attribute
                    .getValue()
                    .toJson()
                    .ifPresent(value -> json.set(attribute.getName().asString(), value)));
    return json;
  }

  private static JsonNode headers(PerRecipientHeaders headers) {
    ArrayNode json = JSON.createArrayNode();
    if (headers == null) {
      return json;
    }
    for (MailAddress recipient : headers.getRecipientsWithSpecificHeaders()) {
      headers
          .getHeadersForRecipient(recipient)
          .forEach(
              header ->
                  json.addObject()
                      .put("recipient", recipient.asString())
                      .put("name", header.getName())
                      .put("value", header.getValue()));
    }
    return json;
  }

  /**
   * The mail without its message.
   *
   * @throws MessagingException when this is no envelope that we can read
   */
  static MailImpl read(String name, String envelope) throws MessagingException {
    try {
      JsonNode json = JSON.readTree(envelope);
      MailImpl.Builder mail =
          MailImpl.builder()
              .name(name)
              .addRecipients(recipients(json))
              .state(json.path("state").asText(null))
              .errorMessage(json.path("error").asText(null))
              .remoteHost(json.path("remoteHost").asText(null))
              .remoteAddr(json.path("remoteAddr").asText(null));
      if (json.hasNonNull("lastUpdated")) {
        mail.lastUpdated(Date.from(Instant.ofEpochMilli(json.get("lastUpdated").asLong())));
      }
      if (json.hasNonNull("sender")) {
        mail.sender(new MailAddress(json.get("sender").asText()));
      }
      for (Map.Entry<String, JsonNode> field : json.path("attributes").properties()) {
        AttributeName key = AttributeName.of(field.getKey());
        mail.addAttribute(new Attribute(key, AttributeValue.fromJson(field.getValue())));
      }
      readHeaders(json.path("headers"), mail);
      return mail.build();
    } catch (JsonProcessingException | IllegalStateException | IllegalArgumentException e) {
      throw new MessagingException("a mail's envelope cannot be read", e);
    }
  }

  private static List<MailAddress> recipients(JsonNode json) throws MessagingException {
    List<MailAddress> recipients = new ArrayList<>();
    for (JsonNode recipient : json.path("recipients")) {
      recipients.add(new MailAddress(recipient.asText()));
    }
    return recipients;
  }

  private static void readHeaders(JsonNode json, MailImpl.Builder mail) throws MessagingException {
    for (JsonNode header : json) {
      mail.addHeaderForRecipient(
          PerRecipientHeaders.Header.builder()
              .name(header.path("name").asText())
              .value(header.path("value").asText())
              .build(),
          new MailAddress(header.path("recipient").asText()));
    }
  }
}
