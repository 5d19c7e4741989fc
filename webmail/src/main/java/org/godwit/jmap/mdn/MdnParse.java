package org.godwit.jmap.mdn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.internet.MimeUtility;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.BlobReader;
import org.godwit.search.text.MessageRanges;
import org.godwit.search.text.TransferEncoding;
import org.godwit.store.message.HeaderFields;
import org.godwit.store.message.HeaderFields.Field;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.MimePart;

/** MDN/parse (9007 §2.2). */
final class MdnParse implements Method {

  private static final Set<String> KNOWN =
      Set.of(
          "reporting-ua",
          "mdn-gateway",
          "original-recipient",
          "final-recipient",
          "original-message-id",
          "disposition",
          "error");

  private final BlobReader blobs;

  @Inject
  MdnParse(BlobReader blobs) {
    this.blobs = blobs;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    List<String> ids = Arguments.need(arguments.texts("blobIds"), "blobIds");
    arguments.noOther();
    if (ids.size() > Limits.OBJECTS_IN_GET) {
      throw MethodError.requestTooLarge("there are more ids than maxObjectsInGet");
    }
    ObjectNode parsed = Json.object();
    ArrayNode notParsable = Json.array();
    ArrayNode notFound = Json.array();
    for (String id : new LinkedHashSet<>(ids)) {
      Optional<byte[]> bytes = exchange.resolve(id).flatMap(known -> blobs.read(sight, known));
      if (bytes.isEmpty()) {
        notFound.add(id);
      } else {
        parse(bytes.get())
            .ifPresentOrElse(receipt -> parsed.set(id, receipt), () -> notParsable.add(id));
      }
    }
    ObjectNode answer = Json.object().put("accountId", sight.id());
    answer.set("parsed", parsed.isEmpty() ? null : parsed);
    answer.set("notParsable", notParsable.isEmpty() ? null : notParsable);
    answer.set("notFound", notFound.isEmpty() ? null : notFound);
    return answer;
  }

  private static Optional<ObjectNode> parse(byte[] bytes) {
    try {
      MimePart root = MessageSummary.of(new ByteArrayInputStream(bytes)).root();
      boolean isReport =
          root.isMultipart()
              && root.content().subtype().equals("report")
              && root.children().size() >= 2
              && is(root.children().get(1), "message", "disposition-notification");
      return isReport ? receipt(root, bytes) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading a receipt", e);
    }
  }

  private static boolean is(MimePart part, String type, String subtype) {
    return part.content().type().equals(type) && part.content().subtype().equals(subtype);
  }

  private static Optional<ObjectNode> receipt(MimePart root, byte[] bytes) throws IOException {
    byte[] report = decoded(root.children().get(1), bytes);
    HeaderFields fields = HeaderFields.parse(report, 0, report.length);
    Optional<ObjectNode> disposition = fields.first("Disposition").flatMap(MdnParse::disposition);
    if (disposition.isEmpty() || fields.first("Final-Recipient").isEmpty()) {
      return Optional.empty(); // 8098 §3.1: both are there in every one
    }
    HeaderFields header = HeaderFields.parse(bytes, 0, Math.toIntExact(root.bodyStart()));
    ObjectNode json = Json.object().putNull("forEmailId");
    json.put("subject", header.first("Subject").map(MdnParse::words).orElse(null));
    MimePart first = root.children().getFirst();
    json.put("textBody", is(first, "text", "plain") ? text(first, decoded(first, bytes)) : null);
    json.put("includeOriginalMessage", root.children().size() > 2);
    json.put("reportingUA", fields.first("Reporting-UA").map(MdnParse::words).orElse(null));
    json.set("disposition", disposition.get());
    json.put("mdnGateway", fields.first("MDN-Gateway").orElse(null));
    json.put("originalRecipient", fields.first("Original-Recipient").orElse(null));
    json.put("finalRecipient", fields.first("Final-Recipient").orElse(null));
    json.put("originalMessageId", fields.first("Original-Message-ID").orElse(null));
    List<String> errors = fields.values("Error");
    json.set("error", errors.isEmpty() ? null : Json.texts(errors));
    ObjectNode extensions = Json.object();
    for (Field field : fields.all()) {
      if (!KNOWN.contains(field.name().toLowerCase(Locale.ROOT))) {
        extensions.put(field.name(), words(field.value()));
      }
    }
    json.set("extensionFields", extensions.isEmpty() ? null : extensions);
    return Optional.of(json);
  }

  /** {@code action-mode/sending-mode; type/modifier} (8098 §3.2.6). */
  private static Optional<ObjectNode> disposition(String value) {
    String[] halves = value.toLowerCase(Locale.ROOT).split(";", 2);
    String[] modes = halves[0].strip().split("/", 2);
    if (halves.length < 2 || modes.length < 2) {
      return Optional.empty();
    }
    ObjectNode json =
        Json.object()
            .put("actionMode", modes[0].strip())
            .put("sendingMode", modes[1].strip())
            .put("type", halves[1].split("/", 2)[0].strip());
    boolean known =
        Receipt.DISPOSITION.entrySet().stream()
            .allMatch(it -> it.getValue().contains(json.get(it.getKey()).textValue()));
    return known ? Optional.of(json) : Optional.empty();
  }

  private static byte[] decoded(MimePart part, byte[] all) throws IOException {
    byte[] range =
        Arrays.copyOfRange(all, Math.toIntExact(part.bodyStart()), Math.toIntExact(part.bodyEnd()));
    try (MessageRanges ranges = new MessageRanges(new ByteArrayInputStream(range))) {
      return TransferEncoding.decode(
          ranges, 0, range.length, part.content().encoding().strip(), range.length);
    }
  }

  private static String text(MimePart part, byte[] bytes) {
    String charset = part.content().parameter("charset").orElse("utf-8").strip();
    Charset known;
    try {
      known = Charset.forName(charset);
    } catch (IllegalArgumentException unknown) {
      known = StandardCharsets.UTF_8;
    }
    return new String(bytes, known).replace("\r\n", "\n").replace("\0", "");
  }

  /** 2047 §6: as people read it. */
  private static String words(String value) {
    try {
      return MimeUtility.decodeText(value);
    } catch (java.io.UnsupportedEncodingException e) {
      return value;
    }
  }
}
