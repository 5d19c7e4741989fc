package org.godwit.jmap.mail;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What bytes a client means: a whole message, or a range of one, taken out of its encoding. It says
 * where they are, and gives no right to them: who asks must be able to see the message.
 */
public sealed interface BlobId {

  /** All of a message. */
  record OfMessage(UUID message) implements BlobId {
    @Override
    public String toString() {
      return "e" + hex(message);
    }
  }

  /**
   * A part of a message.
   *
   * @param encoding its Content-Transfer-Encoding
   */
  record OfPart(UUID message, long from, long to, String encoding) implements BlobId {
    @Override
    public String toString() {
      return "p" + hex(message) + "_" + from + "_" + to + "_" + Text.code(encoding);
    }
  }

  /**
   * A part of a message that is itself such a thing: attached, or uploaded.
   *
   * @param outer what it is a part of
   * @param encoding its Content-Transfer-Encoding
   */
  record OfInner(BlobId outer, long from, long to, String encoding) implements BlobId {
    @Override
    public String toString() {
      return "i" + from + "_" + to + "_" + Text.code(encoding) + "_" + outer;
    }
  }

  /** Something that was uploaded, and is kept for a while. */
  record OfUpload(UUID upload) implements BlobId {
    @Override
    public String toString() {
      return "u" + hex(upload);
    }
  }

  /**
   * The text of a Sieve script.
   *
   * @param text the first half of its hash: another text is another blob
   */
  record OfScript(UUID script, String text) implements BlobId {

    /** What a hash of 64 hexadecimal digits comes to. */
    public static OfScript of(UUID script, String hash) {
      return new OfScript(script, hash.substring(0, 32));
    }

    @Override
    public String toString() {
      return "s" + hex(script) + "_" + text;
    }
  }

  /** Patterns of the texts. */
  final class Text {
    private static final Pattern WHOLE = Pattern.compile("([eu])([0-9a-f]{32})");
    private static final Pattern SCRIPT = Pattern.compile("s([0-9a-f]{32})_([0-9a-f]{32})");
    private static final Pattern PART =
        Pattern.compile("p([0-9a-f]{32})_(\\d{1,12})_(\\d{1,12})_([bqn])");

    private static final Pattern INNER =
        Pattern.compile("i(\\d{1,9})_(\\d{1,9})_([bqn])_([A-Za-z0-9_]{1,250})");

    private Text() {}

    private static char code(String encoding) {
      return switch (encoding) {
        case "base64" -> 'b';
        case "quoted-printable" -> 'q';
        default -> 'n';
      };
    }

    private static String encoding(String code) {
      return switch (code) {
        case "b" -> "base64";
        case "q" -> "quoted-printable";
        default -> "8bit";
      };
    }
  }

  /** Reads what {@code toString} wrote; empty when it is no blob of ours. */
  static Optional<BlobId> of(String text) {
    Matcher whole = Text.WHOLE.matcher(text);
    if (whole.matches()) {
      UUID id = uuid(whole.group(2));
      return Optional.of(whole.group(1).equals("e") ? new OfMessage(id) : new OfUpload(id));
    }
    Matcher script = Text.SCRIPT.matcher(text);
    if (script.matches()) {
      return Optional.of(new OfScript(uuid(script.group(1)), script.group(2)));
    }
    Matcher inner = Text.INNER.matcher(text);
    if (inner.matches()) {
      return of(inner.group(4))
          .map(
              outer ->
                  new OfInner(
                      outer,
                      Long.parseLong(inner.group(1)),
                      Long.parseLong(inner.group(2)),
                      Text.encoding(inner.group(3))));
    }
    Matcher part = Text.PART.matcher(text);
    if (!part.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new OfPart(
            uuid(part.group(1)),
            Long.parseLong(part.group(2)),
            Long.parseLong(part.group(3)),
            Text.encoding(part.group(4))));
  }

  private static String hex(UUID id) {
    return id.toString().replace("-", "");
  }

  private static UUID uuid(String hex) {
    return new UUID(
        Long.parseUnsignedLong(hex.substring(0, 16), 16),
        Long.parseUnsignedLong(hex.substring(16), 16));
  }
}
