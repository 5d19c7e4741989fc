package org.godwit.mailview;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.godwit.jmap.mail.BodyParts;
import org.godwit.search.text.Charsets;

/** The bytes of a part as text, whatever its sender said or forgot to say of the charset. */
final class MailText {
  private static final int LOOKED_AT = 2_048;
  private static final Pattern META =
      Pattern.compile("<meta[^>]{0,200}charset\\s*=\\s*[\"']?([A-Za-z0-9_:.-]{1,40})");

  private MailText() {}

  /** The text: by the header, else by what HTML says itself, else guessed. */
  static String of(BodyParts.Body body) {
    byte[] bytes = body.bytes();
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
    }
    if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
      return new String(bytes, StandardCharsets.UTF_16);
    }
    String said = body.charset();
    if (said.isBlank() && body.type().equals("text/html")) {
      String head =
          new String(
              Arrays.copyOf(bytes, Math.min(bytes.length, LOOKED_AT)), StandardCharsets.ISO_8859_1);
      Matcher meta = META.matcher(head);
      said =
          meta.find() && !meta.group(1).toLowerCase(java.util.Locale.ROOT).startsWith("utf-16")
              ? meta.group(1)
              : "";
    }
    return Charsets.decode(bytes, said);
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
