package org.godwit.jmap.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Sight;
import org.godwit.search.text.MessageRanges;
import org.godwit.search.text.TransferEncoding;
import org.godwit.store.listing.MessageFacts;
import org.godwit.store.mailbox.MessageView;

/**
 * One part of an email, to be shown by itself. Safe for many threads; two statements, and blocks.
 */
public final class BodyParts {

  /**
   * A part, taken out of its encoding.
   *
   * @param type such as {@code text/html}
   * @param charset as the message says it; empty when it says nothing
   * @param whole whether these are all bytes
   * @param inside the parts that it may refer to, by Content-ID without its brackets
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  public record Body(
      String type, String charset, byte[] bytes, boolean whole, Map<String, Inside> inside) {

    public Body {
      inside = Map.copyOf(inside);
    }
  }

  /**
   * A part of the same message.
   *
   * @param blob by which it is downloaded
   */
  public record Inside(BlobId blob, String type, Optional<String> name) {}

  private final MessageFacts facts;

  @Inject
  public BodyParts(MessageFacts facts) {
    this.facts = facts;
  }

  /**
   * A part.
   *
   * @param most bytes of it at most
   * @return empty when there is no such part, or the viewer may not see the message
   */
  public Optional<Body> read(Sight sight, String emailId, String partId, int most) {
    Optional<UUID> message = Ids.uuid(emailId);
    if (message.isEmpty()) {
      return Optional.empty();
    }
    List<UUID> one = List.of(message.get());
    return facts.find(sight.reach(), one, new MessageFacts.Wanted(true, false)).messages().stream()
        .findFirst()
        .flatMap(MessageFacts.Facts::summary)
        .flatMap(summary -> read(sight, message.get(), Part.root(summary.root()), partId, most));
  }

  private Optional<Body> read(Sight sight, UUID message, Part root, String partId, int most) {
    Optional<Part> wanted =
        root.all().stream().filter(part -> part.id().equals(Optional.of(partId))).findFirst();
    MessageView.Bytes bytes =
        wanted.isEmpty() ? null : facts.bytes(sight.account(), List.of(message)).get(message);
    if (bytes == null) {
      return Optional.empty();
    }
    Part part = wanted.get();
    try (MessageRanges ranges = new MessageRanges(bytes.open())) {
      byte[] decoded =
          TransferEncoding.decode(
              ranges,
              part.mime().bodyStart(),
              part.mime().bodyEnd(),
              part.content().encoding(),
              most + 1);
      boolean whole = decoded.length <= most;
      return Optional.of(
          new Body(
              part.type(),
              part.content().parameter("charset").orElse(""),
              whole ? decoded : java.util.Arrays.copyOf(decoded, most),
              whole,
              inside(message, root)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Inside> inside(UUID message, Part root) {
    Map<String, Inside> inside = new HashMap<>();
    for (Part part : root.all()) {
      if (part.isMultipart()) {
        continue;
      }
      BlobId blob =
          new BlobId.OfPart(
              message,
              part.mime().bodyStart(),
              part.mime().bodyEnd(),
              part.content().encoding().strip());
      part.content()
          .id()
          .ifPresent(
              id -> inside.putIfAbsent(contentId(id), new Inside(blob, part.type(), part.name())));
    }
    return inside;
  }

  /** As it is compared: without brackets, in lower case, because senders are careless. */
  public static String contentId(String written) {
    String id = written.strip();
    String bare =
        id.startsWith("<") && id.endsWith(">") && id.length() > 2
            ? id.substring(1, id.length() - 1)
            : id;
    return bare.toLowerCase(Locale.ROOT);
  }
}
