package org.godwit.store.queue;

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
import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.PerRecipientHeaders;

/** Between a mail of James's and a row. Attributes that have no JSON form are left out. */
final class MailCodec {

  private static final ObjectMapper JSON = new ObjectMapper();

  private MailCodec() {}

  static MailRow.Envelope envelope(Mail mail) throws MessagingException {
    return new MailRow.Envelope(
        mail.getName(),
        mail.getMaybeSender().asOptional().map(MailAddress::asString).orElse(null),
        mail.getRecipients().stream().map(MailAddress::asString).toList(),
        mail.getState(),
        clean(mail.getErrorMessage()),
        attributes(mail),
        headers(mail.getPerRecipientSpecificHeaders()),
        mail.getRemoteHost(),
        mail.getRemoteAddr(),
        Optional.ofNullable(mail.getLastUpdated()).map(Date::toInstant).orElse(null),
        priority(mail));
  }

  /** PostgreSQL keeps no NUL in a text. */
  static String clean(String text) {
    return text == null ? null : text.replace("\0", "");
  }

  private static String attributes(Mail mail) throws MessagingException {
    ObjectNode json = JSON.createObjectNode();
    mail.attributes()
        .forEach(
            attribute ->
                attribute
                    .getValue()
                    .toJson()
                    .ifPresent(value -> json.set(attribute.getName().asString(), value)));
    return write(json);
  }

  private static String headers(PerRecipientHeaders headers) throws MessagingException {
    if (headers == null || headers.getRecipientsWithSpecificHeaders().isEmpty()) {
      return null;
    }
    ObjectNode json = JSON.createObjectNode();
    for (MailAddress recipient : headers.getRecipientsWithSpecificHeaders()) {
      ArrayNode lines = json.putArray(recipient.asString());
      headers
          .getHeadersForRecipient(recipient)
          .forEach(header -> lines.addObject().put(header.getName(), header.getValue()));
    }
    return write(json);
  }

  private static String write(JsonNode json) throws MessagingException {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new MessagingException("a mail's attributes cannot be written", e);
    }
  }

  private static int priority(Mail mail) {
    int wanted =
        mail.getAttribute(MailPrioritySupport.MAIL_PRIORITY)
            .map(attribute -> attribute.getValue().value())
            .filter(Integer.class::isInstance)
            .map(Integer.class::cast)
            .orElse(MailPrioritySupport.NORMAL_PRIORITY);
    return Math.clamp(wanted, MailPrioritySupport.LOW_PRIORITY, MailPrioritySupport.HIGH_PRIORITY);
  }

  /**
   * The mail, without a message.
   *
   * @throws MessagingException when the row cannot be understood: trying again will not help
   */
  static MailImpl mail(MailRow.Envelope envelope) throws MessagingException {
    List<MailAddress> recipients = new ArrayList<>();
    for (String recipient : envelope.recipients()) {
      recipients.add(new MailAddress(recipient));
    }
    MailImpl.Builder mail =
        MailImpl.builder()
            .name(envelope.name())
            .addRecipients(recipients)
            .state(envelope.state())
            .errorMessage(envelope.error())
            .remoteHost(envelope.remoteHost())
            .remoteAddr(envelope.remoteAddr())
            .lastUpdated(Optional.ofNullable(envelope.updatedAt()).map(Date::from).orElse(null));
    if (envelope.sender() != null) {
      mail.sender(new MailAddress(envelope.sender()));
    }
    try {
      readAttributes(envelope.attributes(), mail);
      readHeaders(envelope.headers(), mail);
    } catch (JsonProcessingException | RuntimeException e) {
      throw new MessagingException("a mail's attributes cannot be read", new Exception(e));
    }
    return mail.build();
  }

  private static void readAttributes(String json, MailImpl.Builder mail)
      throws JsonProcessingException {
    for (Map.Entry<String, JsonNode> field : JSON.readTree(json).properties()) {
      AttributeName name = AttributeName.of(field.getKey());
      mail.addAttribute(new Attribute(name, AttributeValue.fromJson(field.getValue())));
    }
  }

  private static void readHeaders(String json, MailImpl.Builder mail)
      throws JsonProcessingException, MessagingException {
    if (json == null) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : JSON.readTree(json).properties()) {
      MailAddress recipient = new MailAddress(field.getKey());
      for (JsonNode line : field.getValue()) {
        for (Map.Entry<String, JsonNode> header : line.properties()) {
          mail.addHeaderForRecipient(
              PerRecipientHeaders.Header.builder()
                  .name(header.getKey())
                  .value(header.getValue().asText())
                  .build(),
              recipient);
        }
      }
    }
  }

  static Instant instant(java.time.OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
