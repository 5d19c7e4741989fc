package org.godwit.jmap;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What Content-Disposition says of a file that is to be kept, never shown (6266). */
public final class Attachment {

  private Attachment() {}

  /** As a file of this name, as far as it is one. */
  public static String named(String name) {
    return "attachment; filename*=UTF-8''" + encoded(name.replaceAll("[\\p{Cntrl}/\\\\]", "_"));
  }

  private static String encoded(String plain) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : plain.getBytes(StandardCharsets.UTF_8)) {
      boolean safe =
          (octet >= '0' && octet <= '9')
              || (octet >= 'A' && octet <= 'Z')
              || (octet >= 'a' && octet <= 'z')
              || octet == '.'
              || octet == '-'
              || octet == '_';
      if (safe) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(String.format(Locale.ROOT, "%02X", octet & 0xFF));
      }
    }
    return encoded.toString();
  }
}
