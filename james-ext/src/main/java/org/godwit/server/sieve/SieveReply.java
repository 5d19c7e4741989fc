package org.godwit.server.sieve;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.james.protocols.api.StreamResponse;

/** An answer: lines with data, then OK, NO or BYE with a code and a text. RFC 5804 §1.2, §1.3. */
final class SieveReply implements StreamResponse {

  private final String word;
  private final boolean last;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private SieveReply(String word, boolean last) {
    this.word = word;
    this.last = last;
  }

  static SieveReply ok(String text) {
    return new SieveReply("OK", false).end("", text);
  }

  /**
   * @param code with its parentheses; empty for none
   */
  static SieveReply ok(String code, String text) {
    return new SieveReply("OK", false).end(code, text);
  }

  static SieveReply no(String text) {
    return no("", text);
  }

  static SieveReply no(String code, String text) {
    return new SieveReply("NO", false).end(code, text);
  }

  /** An answer after which we hang up. */
  static SieveReply bye(String text) {
    return new SieveReply("BYE", true).end("", text);
  }

  /** The OK after which we hang up. */
  static SieveReply goodbye(String text) {
    return new SieveReply("OK", true).end("", text);
  }

  /** Data first; {@link #end} comes at the end. */
  static SieveReply data() {
    return new SieveReply("OK", false);
  }

  /** A line of the answer as it is. */
  SieveReply line(String text) {
    bytes.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Bytes as a literal. */
  SieveReply literal(byte[] content) {
    line("{" + content.length + "}");
    bytes.writeBytes(content);
    return line("");
  }

  SieveReply end(String code, String text) {
    return line(word + (code.isEmpty() ? "" : " " + code) + " " + string(text));
  }

  /** A text as a quoted string where that can be, else as a literal. */
  static String string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > 1024 || text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      return "{" + utf8.length + "}\r\n" + text;
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Override
  public InputStream getStream() {
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  @Override
  public List<CharSequence> getLines() {
    return List.of();
  }

  @Override
  public String getRetCode() {
    return word;
  }

  @Override
  public boolean isEndSession() {
    return last;
  }
}
