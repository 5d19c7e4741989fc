package org.godwit.search.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.godwit.store.mailbox.MessageView;

/**
 * Text parts that are too long to be in memory. They are read anew, piece by piece, each time a
 * needle is looked for.
 *
 * @param message that they are in
 */
public record LongTexts(MessageView.Bytes message, List<Part> parts) {

  /** Nothing is too long. */
  public static final LongTexts NONE = new LongTexts(InputStream::nullInputStream, List.of());

  private static final int PIECE = 256 * 1024;

  /**
   * A part, by where its body is in the message.
   *
   * @param encoding of its body, in lower case
   * @param charset as the message names it; may be empty
   */
  record Part(long from, long to, String encoding, String charset) {}

  public LongTexts {
    parts = List.copyOf(parts);
  }

  /**
   * Whether one of them contains a needle.
   *
   * @throws UncheckedIOException when the message cannot be read
   */
  boolean contain(String folded) {
    try {
      for (Part part : parts) {
        if (contains(part, folded)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("reading a long text", e);
    }
  }

  private boolean contains(Part part, String folded) throws IOException {
    Optional<Charset> named = Charsets.named(part.charset());
    if (named.isPresent()) {
      return contains(part, folded, named.get(), CodingErrorAction.REPLACE);
    }
    try {
      return contains(part, folded, StandardCharsets.UTF_8, CodingErrorAction.REPORT);
    } catch (CharacterCodingException e) {
      return contains(part, folded, Charsets.WINDOWS, CodingErrorAction.REPLACE);
    }
  }

  private boolean contains(Part part, String folded, Charset charset, CodingErrorAction onError)
      throws IOException {
    CharsetDecoder decoder =
        charset.newDecoder().onMalformedInput(onError).onUnmappableCharacter(onError);
    try (InputStream in = message.open()) {
      in.skipNBytes(part.from());
      Window window = new Window(folded);
      PartStream bytes = new PartStream(in, part.to() - part.from(), part.encoding());
      ByteBuffer undecoded = ByteBuffer.allocate(PIECE * 2);
      CharBuffer chars = CharBuffer.allocate(PIECE * 2);
      boolean last;
      do {
        last = !bytes.read(undecoded);
        undecoded.flip();
        CoderResult result = decoder.decode(undecoded, chars, last);
        if (result.isError()) {
          result.throwException();
        }
        undecoded.compact();
        chars.flip();
        if (window.slide(chars.toString())) {
          return true; // what was looked at as UTF-8 so far was UTF-8
        }
        chars.clear();
      } while (!last);
      return false;
    }
  }

  /** The end of what was seen, where a needle may begin. */
  private static final class Window {
    private final String needle;
    private String kept = "";
    private String half = "";

    Window(String needle) {
      this.needle = needle;
    }

    /** Whether the needle is in what was seen before and this. */
    boolean slide(String text) {
      String next = half + text.replace("\0", "");
      half = "";
      if (!next.isEmpty() && Character.isHighSurrogate(next.charAt(next.length() - 1))) {
        half = next.substring(next.length() - 1);
        next = next.substring(0, next.length() - 1);
      }
      String seen = kept + Casemap.fold(next);
      kept = seen.substring(Math.max(0, seen.length() - needle.length() + 1));
      return seen.contains(needle);
    }
  }
}
