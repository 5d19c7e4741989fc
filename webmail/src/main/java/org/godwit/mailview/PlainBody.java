package org.godwit.mailview;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain text as HTML, which is then cleaned like any other: its links can be followed. */
final class PlainBody {
  private static final Pattern LINK = Pattern.compile("\\bhttps?://[^\\s<>\"]{1,2000}");
  private static final String CLOSING = ".,;:!?'\")]}>";

  private PlainBody() {}

  static String html(String text) {
    StringBuilder html = new StringBuilder("<pre>\n");
    Matcher link = LINK.matcher(text);
    int at = 0;
    while (link.find(at)) {
      int end = link.end();
      while (end > link.start() + 8 && CLOSING.indexOf(text.charAt(end - 1)) >= 0) {
        end--;
      }
      html.append(escaped(text.substring(at, link.start())));
      String address = escaped(text.substring(link.start(), end));
      html.append("<a href=\"").append(address).append("\">").append(address).append("</a>");
      at = end;
    }
    return html.append(escaped(text.substring(at))).append("</pre>").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  /** Whether text of this type is shown like this; HTML is not. */
  static boolean isPlain(String type) {
    return type.toLowerCase(Locale.ROOT).startsWith("text/") && !type.equals("text/html");
  }
}
