package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.godwit.jmap.Json;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;

/** Makes a message of the properties that a client gives (8621 §4.6). For one message. */
final class EmailComposer {

  private static final Set<String> OURS =
      Set.of("id", "blobId", "threadId", "size", "hasAttachment", "preview", "headers");

  private static final Set<String> BODY =
      Set.of(
          "mailboxIds",
          "keywords",
          "receivedAt",
          "bodyStructure",
          "bodyValues",
          "textBody",
          "htmlBody",
          "attachments");

  private static final Pattern METHOD =
      Pattern.compile("^METHOD:([A-Za-z-]{1,40})\\r?$", Pattern.MULTILINE);

  private final AttachedBlobs blobs;
  private final Sight sight;

  EmailComposer(AttachedBlobs blobs, Sight sight) {
    this.blobs = blobs;
    this.sight = sight;
  }

  /** The message, its line ends CRLF. */
  byte[] compose(ObjectNode email) throws SetError {
    StringBuilder header = new StringBuilder();
    ComposedHeader fields = new ComposedHeader();
    for (Map.Entry<String, JsonNode> entry : email.properties()) {
      String property = entry.getKey();
      if (OURS.contains(property)) {
        throw SetError.invalidProperties("the server sets it", property);
      }
      if (!BODY.contains(property)) {
        fields.add(property, entry.getValue());
      }
    }
    String domain = sight.owner().getDomainPart().map(it -> it.asString()).orElse("localhost");
    fields.addUnlessThere("Message-ID", "<" + UUID.randomUUID() + "@" + domain + ">");
    fields.addUnlessThere("Date", ComposedHeader.date(OffsetDateTime.now(ZoneOffset.UTC)));
    fields.addUnlessThere("MIME-Version", "1.0");
    header.append(fields.text());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, header.toString());
    ObjectNode structure = structure(email);
    mustNotRepeat(fields, email.path("bodyStructure"));
    PartRules.checkValues(email.path("bodyValues"));
    blobs.read(structure);
    part(out, structure, email.path("bodyValues"));
    return out.toByteArray();
  }

  /** 8621 §4.6: the outermost part says nothing that the email says. */
  private static void mustNotRepeat(ComposedHeader fields, JsonNode structure) throws SetError {
    for (Map.Entry<String, JsonNode> entry : structure.properties()) {
      Optional<HeaderProperty> header = HeaderProperty.of(entry.getKey());
      if (header.isPresent() && fields.gave(header.get().lowerField())) {
        throw SetError.invalidProperties("the email says that itself", "bodyStructure");
      }
    }
  }

  /** 8621 §4.6: the whole structure, or the three lists that it is made of. */
  private static ObjectNode structure(ObjectNode email) throws SetError {
    JsonNode given = email.get("bodyStructure");
    boolean lists = email.has("textBody") || email.has("htmlBody") || email.has("attachments");
    if (given != null && !given.isNull()) {
      if (lists || !(given instanceof ObjectNode structure)) {
        throw SetError.invalidProperties(
            "bodyStructure stands alone, and is a part", "bodyStructure");
      }
      PartRules.check(structure, "bodyStructure");
      return structure;
    }
    List<ObjectNode> shown = new ArrayList<>();
    single(email, "textBody", "text/plain").ifPresent(shown::add);
    single(email, "htmlBody", "text/html").ifPresent(shown::add);
    List<ObjectNode> inline = new ArrayList<>();
    List<ObjectNode> attached = new ArrayList<>();
    if (email.hasNonNull("attachments") && !email.get("attachments").isArray()) {
      throw SetError.invalidProperties("attachments are parts", "attachments");
    }
    for (JsonNode one : email.path("attachments")) {
      PartRules.check(one, "attachments");
      ObjectNode part = (ObjectNode) one;
      boolean embedded =
          part.path("disposition").asText("").equals("inline") && part.path("cid").isTextual();
      (embedded && email.has("htmlBody") ? inline : attached).add(part);
    }
    ObjectNode body = shown.isEmpty() ? empty() : multipart("alternative", shown);
    if (!inline.isEmpty()) {
      inline.addFirst(body);
      body = multipart("related", inline);
    }
    if (!attached.isEmpty()) {
      attached.addFirst(body);
      body = multipart("mixed", attached);
    }
    return body;
  }

  private static Optional<ObjectNode> single(ObjectNode email, String property, String type)
      throws SetError {
    JsonNode given = email.get(property);
    if (given == null || given.isNull()) {
      return Optional.empty();
    }
    if (!(given instanceof ArrayNode list)
        || list.size() != 1
        || !(list.get(0) instanceof ObjectNode part)
        || !part.path("type").asText(type).equals(type)) {
      throw SetError.invalidProperties("this is one part of type " + type, property);
    }
    PartRules.check(part, property);
    return Optional.of(part.deepCopy().put("type", type));
  }

  private static ObjectNode empty() {
    return Json.object().put("type", "text/plain");
  }

  private static ObjectNode multipart(String kind, List<ObjectNode> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    ObjectNode multipart = Json.object().put("type", "multipart/" + kind);
    parts.forEach(multipart.putArray("subParts")::add);
    return multipart;
  }

  private void part(ByteArrayOutputStream out, ObjectNode part, JsonNode values) throws SetError {
    String type = part.path("type").asText(part.has("subParts") ? "multipart/mixed" : "text/plain");
    if (!type.matches("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}")) {
      throw SetError.invalidProperties("this is no media type", "bodyStructure");
    }
    ComposedHeader header = new ComposedHeader();
    part.properties().stream()
        .filter(entry -> entry.getKey().startsWith("header:"))
        .forEach(header::addOf);
    header.mustBeWell();
    if (type.startsWith("multipart/")) {
      String boundary = "=_" + UUID.randomUUID();
      header.set("Content-Type", type + ";\r\n boundary=\"" + boundary + "\"");
      write(out, header.text() + "\r\n");
      for (JsonNode child : part.path("subParts")) {
        write(out, "--" + boundary + "\r\n");
        part(out, (ObjectNode) child, values);
        write(out, "\r\n");
      }
      write(out, "--" + boundary + "--\r\n");
      return;
    }
    leaf(out, part, type, header, values);
  }

  private void leaf(
      ByteArrayOutputStream out,
      ObjectNode part,
      String type,
      ComposedHeader header,
      JsonNode values)
      throws SetError {
    boolean isText = type.startsWith("text/");
    byte[] bytes;
    String charset = null;
    if (part.path("partId").isTextual()) {
      bytes = value(values, part.get("partId").textValue());
      charset = "utf-8";
    } else if (part.path("blobId").isTextual()) {
      bytes = blobs.get(part.get("blobId").textValue());
      charset = isText ? part.path("charset").asText(null) : null;
    } else {
      bytes = new byte[0];
    }
    header.set(
        "Content-Type",
        type
            + (charset == null ? "" : ComposedHeader.parameter("charset", charset))
            + (type.equals("text/calendar") ? calendarMethod(bytes) : "")
            + name(part, "name"));
    String disposition = part.path("disposition").asText(null);
    if (disposition != null || part.path("name").isTextual()) {
      String said = disposition == null ? "attachment" : disposition;
      if (!said.matches("[A-Za-z0-9-]{1,40}")) {
        throw SetError.invalidProperties("this is no disposition", "bodyStructure");
      }
      header.set("Content-Disposition", said + name(part, "filename"));
    }
    if (part.path("cid").isTextual()) {
      header.set("Content-ID", "<" + ComposedHeader.line(part.get("cid").textValue()) + ">");
    }
    if (part.path("location").isTextual()) {
      header.set("Content-Location", ComposedHeader.line(part.get("location").textValue()));
    }
    if (part.path("language").isArray()) {
      List<String> languages = new ArrayList<>();
      part.get("language").forEach(one -> languages.add(ComposedHeader.line(one.asText())));
      header.set("Content-Language", String.join(", ", languages));
    }
    body(out, header, bytes, type);
  }

  /** 6047 §2.4: the field says what the calendar says, or programs take it for a file. */
  private static String calendarMethod(byte[] calendar) {
    Matcher method = METHOD.matcher(new String(calendar, StandardCharsets.UTF_8));
    return method.find()
        ? ComposedHeader.parameter("method", method.group(1).toUpperCase(Locale.ROOT))
        : "";
  }

  private static String name(ObjectNode part, String parameter) {
    return part.path("name").isTextual()
        ? ComposedHeader.parameter(parameter, part.get("name").textValue())
        : "";
  }

  /**
   * As it is where that is text of short lines; a message inside must not be encoded (2046 §5.2.1).
   */
  private static void body(
      ByteArrayOutputStream out, ComposedHeader header, byte[] bytes, String type) {
    boolean plain = ComposedHeader.isPlain(bytes);
    if (plain || type.equals("message/rfc822")) {
      header.set("Content-Transfer-Encoding", plain ? "7bit" : "8bit");
      write(out, header.text() + "\r\n");
      out.writeBytes(bytes);
    } else {
      header.set("Content-Transfer-Encoding", "base64");
      write(out, header.text() + "\r\n");
      out.writeBytes(Base64.getMimeEncoder().encode(bytes));
    }
  }

  private static byte[] value(JsonNode values, String partId) throws SetError {
    JsonNode value = values.get(partId);
    if (value == null || !value.path("value").isTextual()) {
      throw SetError.invalidProperties("there is no text for part " + partId, "bodyValues");
    }
    String text = value.get("value").textValue().replace("\r\n", "\n").replace("\n", "\r\n");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
