package org.godwit.mailview.clean;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses in a mail, read as browsers read them: without what they skip, with what they correct.
 * One without a scheme would lead to us, so it leads nowhere.
 */
final class Addresses {
  static final int LONGEST = 8_000;

  private static final Pattern SKIPPED = Pattern.compile("[\\t\\r\\n]");
  private static final Pattern WEB =
      Pattern.compile("(https?):[/\\\\]{2}([^/\\\\?#]+)(.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern HOST =
      Pattern.compile("(?:[\\p{L}\\p{M}\\p{N}._~%-]+|\\[[0-9A-Fa-f:.]+\\])(?::\\d{1,5})?");
  private static final Pattern OTHER =
      Pattern.compile("(mailto|tel|sms|xmpp):(.+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PICTURE_DATA =
      Pattern.compile(
          "data:image/(?:png|jpe?g|gif|webp|bmp|avif|x-icon|vnd\\.microsoft\\.icon);base64,"
              + "[A-Za-z0-9+/=%]*",
          Pattern.CASE_INSENSITIVE);

  private Addresses() {}

  /** What a link may lead to; empty when it may not. */
  static Optional<String> link(String written) {
    String text = trimmed(written);
    Matcher other = OTHER.matcher(text);
    if (other.matches() && text.length() <= LONGEST) {
      return Optional.of(other.group(1).toLowerCase(Locale.ROOT) + ":" + encoded(other.group(2)));
    }
    return web(text);
  }

  /** An address of the web, in one form, without a name and password in it. */
  static Optional<String> web(String written) {
    String text = trimmed(written);
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher web = WEB.matcher(text.startsWith("//") ? "https:" + text : text);
    if (!web.matches()) {
      return Optional.empty();
    }
    String host = web.group(2).substring(web.group(2).lastIndexOf('@') + 1);
    if (!HOST.matcher(host).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        web.group(1).toLowerCase(Locale.ROOT) + "://" + host + encoded(web.group(3)));
  }

  /** A picture that is written out in its address: of dots, not of drawing commands. */
  static boolean isPictureData(String written) {
    return PICTURE_DATA.matcher(trimmed(written)).matches();
  }

  /** The id behind {@code cid:}; empty for any other address. */
  static Optional<String> contentId(String written) {
    String text = trimmed(written);
    if (!text.regionMatches(true, 0, "cid:", 0, 4)) {
      return Optional.empty();
    }
    String id = text.substring(4);
    try {
      return Optional.of(URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notEncoded) {
      return Optional.of(id);
    }
  }

  static String trimmed(String written) {
    int from = 0;
    int to = written.length();
    while (from < to && written.charAt(from) <= ' ') {
      from++;
    }
    while (to > from && written.charAt(to - 1) <= ' ') {
      to--;
    }
    return SKIPPED.matcher(written.substring(from, to)).replaceAll("");
  }

  private static String encoded(String rest) {
    StringBuilder encoded = new StringBuilder(rest.length());
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (c <= ' ' || c == '"' || c == '<' || c == '>' || c == '`' || c == '\\' || c == 0x7F) {
        encoded.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }
}
