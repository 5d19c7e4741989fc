package org.godwit.store.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.jsoup.Jsoup;

/**
 * Keeps the start of a message's first text while it streams by, and makes the preview of it: the
 * first words in one line (8970 §3). Plain text is preferred to HTML.
 */
final class PreviewText {

  static final int LONGEST = 200;
  private static final int ENOUGH = 4 * 1024;
  private static final int ENOUGH_HTML = 16 * 1024;

  private ContentFields content;
  private byte[] kept = new byte[0];
  private int size;
  private int sizeBeforeLine;
  private boolean taking;

  /** A part with a body of its own starts. */
  void start(ContentFields part) {
    boolean text = part.type().equals("text") && !isAttached(part);
    boolean plain = text && part.subtype().equals("plain");
    boolean html = text && part.subtype().equals("html");
    boolean better = content == null ? plain || html : plain && isHtml();
    if (better) {
      content = part;
      kept = new byte[isHtml() ? ENOUGH_HTML : ENOUGH];
      size = 0;
      sizeBeforeLine = 0;
      taking = true;
    }
  }

  void stop() {
    taking = false;
  }

  void take(byte[] bytes, int from, int length) {
    if (taking) {
      int room = Math.min(length, kept.length - size);
      System.arraycopy(bytes, from, kept, size, room);
      size += room;
    }
  }

  void endOfLine() {
    sizeBeforeLine = size;
  }

  /** The line that was just taken is a boundary and no text. */
  void forgetLine() {
    size = sizeBeforeLine;
  }

  private boolean isHtml() {
    return content.subtype().equals("html");
  }

  private static boolean isAttached(ContentFields part) {
    return part.disposition().filter(said -> said.type().equals("attachment")).isPresent();
  }

  /** In one line, at most {@link #LONGEST} characters; empty when there is no text. */
  String text() {
    if (content == null) {
      return "";
    }
    String text = decoded();
    if (isHtml()) {
      text = Jsoup.parse(text).text();
    }
    return oneLine(text);
  }

  /** Each run of blanks is one; it ends where there is enough, for a text may be long. */
  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(LONGEST + 1);
    boolean blank = false;
    for (int i = 0; i < text.length() && line.length() <= LONGEST; i++) {
      char c = text.charAt(i);
      if (isBlank(c)) {
        blank = !line.isEmpty();
      } else {
        if (blank) {
          line.append(' ');
          blank = false;
        }
        line.append(c);
      }
    }
    int end = Math.min(LONGEST, line.length());
    boolean halfCharacter = end > 0 && Character.isHighSurrogate(line.charAt(end - 1));
    return line.substring(0, halfCharacter ? end - 1 : end).stripTrailing();
  }

  /** White space, controls, and what shows as nothing and is used to fill previews. */
  private static boolean isBlank(char c) {
    return c <= ' '
        || c == 0x7f
        || Character.isWhitespace(c)
        || c == 0x200b
        || c == 0x200c
        || c == 0x034f
        || c == 0xfeff;
  }

  private String decoded() {
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[2048];
    try (Reader reader = new InputStreamReader(transferDecoded(), charset())) {
      for (int n = reader.read(buffer); n > 0; n = reader.read(buffer)) {
        text.append(buffer, 0, n);
      }
    } catch (IOException e) {
      return text.toString(); // broken from here on: what came before is the preview
    }
    return text.toString();
  }

  private InputStream transferDecoded() {
    InputStream raw = new ByteArrayInputStream(kept, 0, size);
    return switch (content.encoding()) {
      case "base64" -> new Base64InputStream(raw, DecodeMonitor.SILENT);
      case "quoted-printable" -> new QuotedPrintableInputStream(raw, DecodeMonitor.SILENT);
      default -> raw;
    };
  }

  private Charset charset() {
    try {
      return Charset.forName(content.parameter("charset").orElse("utf-8"));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
