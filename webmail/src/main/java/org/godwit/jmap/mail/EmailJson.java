package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.godwit.jmap.Json;
import org.godwit.search.text.MessageRanges;
import org.godwit.search.text.TransferEncoding;
import org.godwit.store.mailbox.MessageView;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.MimePart;

/** What a message says, as properties of an Email (8621 §4.1). For one message, one thread. */
final class EmailJson {

  private final EmailProperties wanted;
  private final Function<Part, Optional<BlobId>> blobs;
  private final MessageView.Bytes source;
  private byte[] bytes;

  /**
   * For a message.
   *
   * @param blobs how its parts are called
   * @param source read at most once, when something needs it
   */
  EmailJson(
      EmailProperties wanted, Function<Part, Optional<BlobId>> blobs, MessageView.Bytes source) {
    this.wanted = wanted;
    this.blobs = blobs;
    this.source = source;
  }

  private byte[] bytes() {
    if (bytes == null) {
      try (InputStream in = source.open()) {
        bytes = in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("reading a message", e);
      }
    }
    return bytes;
  }

  void addHeader(ObjectNode json, byte[] header) {
    HeaderLines lines = new HeaderLines(header);
    wanted.headers().forEach((name, property) -> json.set(name, property.of(lines)));
    if (wanted.wants("headers")) {
      json.set("headers", headers(lines));
    }
  }

  private static ArrayNode headers(HeaderLines lines) {
    ArrayNode all = Json.array();
    lines.all().forEach(line -> all.addObject().put("name", line.name()).put("value", line.raw()));
    return all;
  }

  void addBody(ObjectNode json, MessageSummary summary) {
    Part root = Part.root(summary.root());
    BodyLists lists = new BodyLists(root);
    json.put("hasAttachment", summary.hasAttachment());
    json.put("preview", summary.preview());
    if (wanted.wants("bodyStructure")) {
      json.set("bodyStructure", part(root, true));
    }
    put(json, "textBody", lists.text());
    put(json, "htmlBody", lists.html());
    put(json, "attachments", lists.attachments());
    if (wanted.wants("bodyValues")) {
      json.set("bodyValues", values(root, lists));
    }
  }

  private void put(ObjectNode json, String property, List<Part> parts) {
    if (wanted.wants(property)) {
      ArrayNode array = json.putArray(property);
      parts.forEach(part -> array.add(part(part, false)));
    }
  }

  private ObjectNode part(Part part, boolean withChildren) {
    ObjectNode json =
        Json.object()
            .put("partId", part.id().orElse(null))
            .put(
                "blobId",
                part.id().flatMap(id -> blobs.apply(part)).map(BlobId::toString).orElse(null))
            .put("name", part.name().orElse(null))
            .put("type", part.type())
            .put("charset", part.charset().orElse(null))
            .put("disposition", part.disposition().orElse(null))
            .put("cid", part.content().id().map(EmailJson::withoutBrackets).orElse(null))
            .put("location", part.content().location().orElse(null));
    List<String> languages = part.content().languages();
    json.set("language", languages.isEmpty() ? null : Json.texts(languages));
    if (wanted.body().contains("size")) {
      json.put("size", part.isMultipart() ? 0 : size(part));
    }
    if (wanted.body().contains("headers") || !wanted.bodyHeaders().isEmpty()) {
      addPartHeader(json, part.mime());
    }
    Set<String> kept = new LinkedHashSet<>(wanted.body());
    if (withChildren && part.isMultipart()) { // 8621 §4.2: always in the structure
      ArrayNode children = json.putArray("subParts");
      part.children().forEach(child -> children.add(part(child, true)));
      kept.add("subParts");
    }
    return json.retain(kept);
  }

  private void addPartHeader(ObjectNode json, MimePart mime) {
    int from = Math.toIntExact(mime.headerStart());
    int to = Math.toIntExact(mime.bodyStart());
    HeaderLines lines = new HeaderLines(Arrays.copyOfRange(bytes(), from, to));
    json.set("headers", headers(lines));
    wanted.bodyHeaders().forEach((name, property) -> json.set(name, property.of(lines)));
  }

  private static String withoutBrackets(String id) {
    String bare = id.strip();
    return bare.startsWith("<") && bare.endsWith(">") ? bare.substring(1, bare.length() - 1) : bare;
  }

  /** Octets when it is taken out of its encoding. */
  private long size(Part part) {
    String encoding = part.content().encoding().strip();
    boolean encoded = encoding.equals("base64") || encoding.equals("quoted-printable");
    return encoded ? decoded(part).length : part.mime().bodySize();
  }

  private byte[] decoded(Part part) {
    MimePart mime = part.mime();
    try (MessageRanges ranges = new MessageRanges(new java.io.ByteArrayInputStream(bytes()))) {
      return TransferEncoding.decode(
          ranges,
          mime.bodyStart(),
          mime.bodyEnd(),
          part.content().encoding(),
          Math.toIntExact(mime.bodySize()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading a part", e);
    }
  }

  private ObjectNode values(Part root, BodyLists lists) {
    Set<Part> shown = new LinkedHashSet<>();
    if (wanted.fetchAll()) {
      shown.addAll(root.all());
    }
    if (wanted.fetchText()) {
      shown.addAll(lists.text());
    }
    if (wanted.fetchHtml()) {
      shown.addAll(lists.html());
    }
    ObjectNode values = Json.object();
    for (Part part : shown) {
      if (part.isText()) {
        values.set(
            part.id().orElseThrow(), BodyValue.of(part, decoded(part), wanted.most()).json());
      }
    }
    return values;
  }
}
