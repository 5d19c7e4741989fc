package org.godwit.jmap.mail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.MethodError;

/**
 * What is wanted of emails' bodies, and of their headers (8621 §4.2).
 *
 * @param headers by the name of the property
 * @param body properties of a part
 * @param most octets of a text; 0 for all
 */
record EmailProperties(
    Set<String> properties,
    Map<String, HeaderProperty> headers,
    Set<String> body,
    Map<String, HeaderProperty> bodyHeaders,
    boolean fetchText,
    boolean fetchHtml,
    boolean fetchAll,
    long most) {

  static final List<String> USUAL =
      List.of(
          "id",
          "blobId",
          "threadId",
          "mailboxIds",
          "keywords",
          "size",
          "receivedAt",
          "messageId",
          "inReplyTo",
          "references",
          "sender",
          "from",
          "to",
          "cc",
          "bcc",
          "replyTo",
          "subject",
          "sentAt",
          "hasAttachment",
          "preview",
          "bodyValues",
          "textBody",
          "htmlBody",
          "attachments");

  static final List<String> USUAL_PARSED =
      List.of(
          "messageId",
          "inReplyTo",
          "references",
          "sender",
          "from",
          "to",
          "cc",
          "bcc",
          "replyTo",
          "subject",
          "sentAt",
          "hasAttachment",
          "preview",
          "bodyValues",
          "textBody",
          "htmlBody",
          "attachments");

  private static final Set<String> KNOWN =
      Set.of(
          "id",
          "blobId",
          "threadId",
          "mailboxIds",
          "keywords",
          "size",
          "receivedAt",
          "headers",
          "bodyStructure",
          "bodyValues",
          "textBody",
          "htmlBody",
          "attachments",
          "hasAttachment",
          "preview");

  private static final List<String> USUAL_BODY =
      List.of(
          "partId",
          "blobId",
          "size",
          "name",
          "type",
          "charset",
          "disposition",
          "cid",
          "language",
          "location");

  private static final Set<String> KNOWN_BODY =
      Set.of(
          "partId",
          "blobId",
          "size",
          "name",
          "type",
          "charset",
          "disposition",
          "cid",
          "language",
          "location",
          "headers",
          "subParts");

  private static final Set<String> OF_SUMMARY =
      Set.of(
          "bodyStructure",
          "bodyValues",
          "textBody",
          "htmlBody",
          "attachments",
          "hasAttachment",
          "preview");

  static boolean isKnown(String property) {
    return KNOWN.contains(property) || HeaderProperty.of(property).isPresent();
  }

  /** Reads what stands beside {@code properties}. */
  static EmailProperties of(Set<String> properties, Arguments arguments) throws MethodError {
    Set<String> body = Set.copyOf(arguments.texts("bodyProperties").orElse(USUAL_BODY));
    for (String property : body) {
      if (!KNOWN_BODY.contains(property)
          && (!property.startsWith("header:") || HeaderProperty.of(property).isEmpty())) {
        throw MethodError.invalidArguments("there is no body property " + property);
      }
    }
    return new EmailProperties(
        Set.copyOf(properties),
        headers(properties),
        body,
        headers(body),
        arguments.flag("fetchTextBodyValues", false),
        arguments.flag("fetchHTMLBodyValues", false),
        arguments.flag("fetchAllBodyValues", false),
        arguments.unsigned("maxBodyValueBytes").orElse(0));
  }

  private static Map<String, HeaderProperty> headers(Set<String> properties) {
    Map<String, HeaderProperty> found = new LinkedHashMap<>();
    for (String property : properties) {
      Optional<HeaderProperty> header = HeaderProperty.of(property);
      header.ifPresent(one -> found.put(property, one));
    }
    return found;
  }

  boolean wants(String property) {
    return properties.contains(property);
  }

  boolean needSummary() {
    return properties.stream().anyMatch(OF_SUMMARY::contains);
  }

  boolean needHeader() {
    return !headers.isEmpty() || wants("headers");
  }

  private boolean wantsParts() {
    return wants("bodyStructure") || wants("textBody") || wants("htmlBody") || wants("attachments");
  }

  /** Whether the octets of the whole message may be needed. */
  boolean needBytes() {
    boolean values = wants("bodyValues") && (fetchText || fetchHtml || fetchAll);
    boolean parts =
        wantsParts()
            && (body.contains("size") || body.contains("headers") || !bodyHeaders.isEmpty());
    return values || parts;
  }
}
