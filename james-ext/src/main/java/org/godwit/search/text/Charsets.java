package org.godwit.search.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Texts in the charset that a message names, or in what it must have meant. */
public final class Charsets {

  private static final Charset WINDOWS = Charset.forName("windows-1252");

  /** What senders say, and what their bytes are. */
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("iso8859-1", "windows-1252"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("iso-8859-8-i", "iso-8859-8"),
          Map.entry("gb2312", "gb18030"),
          Map.entry("gbk", "gb18030"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("utf8", "utf-8"),
          Map.entry("cp-850", "cp850"));

  private Charsets() {}

  /**
   * Decodes bytes; what is no text in that charset becomes U+FFFD.
   *
   * @param label may be empty, or no charset at all: then it is UTF-8 if it can be, else
   *     windows-1252
   */
  public static String decode(byte[] bytes, String label) {
    Charset charset = find(label.strip().toLowerCase(Locale.ROOT));
    return charset == null ? guess(bytes) : new String(bytes, charset);
  }

  /** Bytes without a label. */
  static String guess(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, WINDOWS);
    }
  }

  /** Null where a guess is better: ASCII with bytes beyond it is no ASCII. */
  private static Charset find(String label) {
    String name = MEANT.getOrDefault(label, label);
    if (name.isEmpty() || name.equals("us-ascii") || name.equals("ascii")) {
      return null;
    }
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
