package org.godwit.search.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Texts in the charset that a message names, or in what it must have meant. */
public final class Charsets {

  static final Charset WINDOWS = Charset.forName("windows-1252");

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

  /** All by all of their names: to ask Java for a name that is none is slow. */
  private static final Map<String, Charset> KNOWN = known();

  private Charsets() {}

  private static Map<String, Charset> known() {
    Map<String, Charset> known = new HashMap<>();
    for (Charset charset : Charset.availableCharsets().values()) {
      known.put(charset.name().toLowerCase(Locale.ROOT), charset);
      charset.aliases().forEach(name -> known.putIfAbsent(name.toLowerCase(Locale.ROOT), charset));
    }
    return Map.copyOf(known);
  }

  /**
   * Decodes bytes; what is no text in that charset becomes U+FFFD.
   *
   * @param label may be empty, or no charset at all: then it is UTF-8 if it can be, else
   *     windows-1252
   */
  public static String decode(byte[] bytes, String label) {
    return named(label).map(charset -> new String(bytes, charset)).orElseGet(() -> guess(bytes));
  }

  /** Bytes without a label. */
  static String guess(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, WINDOWS);
    }
  }

  /** Empty where a guess is better: ASCII with bytes beyond it is no ASCII. */
  static Optional<Charset> named(String label) {
    String said = label.strip().toLowerCase(Locale.ROOT);
    String name = MEANT.getOrDefault(said, said);
    return Optional.ofNullable(KNOWN.get(name))
        .filter(charset -> !charset.equals(StandardCharsets.US_ASCII));
  }
}
