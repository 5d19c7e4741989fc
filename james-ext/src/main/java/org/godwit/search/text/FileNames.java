package org.godwit.search.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.godwit.store.message.ContentFields;
import org.godwit.store.message.ContentFields.Parameter;

/** The name of the file that a part carries, as a reader sees it (RFC 2231, and what 2047 bans). */
public final class FileNames {

  private static final int MOST_PIECES = 100;

  private FileNames() {}

  /** The name; empty where there is none. */
  public static Optional<String> of(ContentFields content) {
    return content
        .disposition()
        .flatMap(said -> of(said.parameters(), "filename"))
        .or(() -> of(content.parameters(), "name"))
        .map(name -> name.replace("\0", ""))
        .filter(name -> !name.isBlank());
  }

  private static Optional<String> of(List<Parameter> parameters, String name) {
    return value(parameters, name + "*")
        .map(FileNames::extended)
        .or(() -> pieces(parameters, name))
        .or(() -> value(parameters, name).map(HeaderText::decode));
  }

  private static Optional<String> value(List<Parameter> parameters, String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::value)
        .findFirst();
  }

  /** 2231 §4: charset'language'text. */
  private static String extended(String value) {
    String[] parts = value.split("'", 3);
    return parts.length == 3
        ? Charsets.decode(percent(parts[2]), parts[0])
        : Charsets.guess(percent(value));
  }

  /** 2231 §3 and §4.1: a name in pieces, each of which may be encoded. */
  private static Optional<String> pieces(List<Parameter> parameters, String name) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    String charset = "";
    int piece = 0;
    for (; piece < MOST_PIECES; piece++) {
      Optional<String> encoded = value(parameters, name + "*" + piece + "*");
      Optional<String> plain = value(parameters, name + "*" + piece);
      if (encoded.isPresent()) {
        String text = encoded.get();
        String[] parts = piece == 0 ? text.split("'", 3) : new String[0];
        if (parts.length == 3) {
          charset = parts[0];
          text = parts[2];
        }
        joined.writeBytes(percent(text));
      } else if (plain.isPresent()) {
        joined.writeBytes(plain.get().getBytes(StandardCharsets.ISO_8859_1));
      } else {
        break;
      }
    }
    return piece == 0
        ? Optional.empty()
        : Optional.of(Charsets.decode(joined.toByteArray(), charset));
  }

  private static byte[] percent(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }
}
