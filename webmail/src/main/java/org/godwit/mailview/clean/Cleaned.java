package org.godwit.mailview.clean;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * A mail's HTML without what could harm.
 *
 * @param language of the mail, if it says so
 * @param style for a style element
 * @param bodyAttributes of the body, each with a space before it
 * @param body what is inside the body
 */
public record Cleaned(
    Optional<String> language, String style, String bodyAttributes, String body, Report report) {

  /** What is deeper stands beside what it would stand in: parsers look up all the way. */
  private static final int DEEPEST = 128;

  private static final int MOST_TAGS = 60_000;
  private static final int LONGEST_STYLE = 512 * 1024;
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9-]{2,35}");

  /**
   * Cleans a text. It takes as long as the text is.
   *
   * @param truncated whether the text is only the beginning
   */
  public static Cleaned of(String html, boolean truncated, Pictures pictures) {
    Report.Tally tally = new Report.Tally();
    if (truncated) {
      tally.truncated();
    }
    Document document =
        Parser.htmlParser().setMaxDepth(DEEPEST).parseInput(bounded(html, tally), "");
    Declarations declarations = new Declarations(pictures, tally);
    heads(document, tally);
    String style = style(document, declarations, tally);
    Markup markup = new Markup(pictures, declarations, tally);
    String attributes = markup.ofBody(document.body());
    document.body().childNodes().forEach(node -> node.traverse(markup));
    return new Cleaned(
        Optional.of(document.child(0).attr("lang")).filter(it -> LANGUAGE.matcher(it).matches()),
        style,
        attributes,
        markup.html(),
        tally.report());
  }

  /** Up to a tag beyond which there are too many: parsers take longer for them than for words. */
  private static String bounded(String html, Report.Tally tally) {
    int tags = 0;
    for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
      if (++tags > MOST_TAGS) {
        tally.truncated();
        return html.substring(0, at);
      }
    }
    return html;
  }

  private static String style(Document document, Declarations declarations, Report.Tally tally) {
    StyleSheet sheet = new StyleSheet(declarations, tally);
    int length = 0;
    for (Element style : document.getElementsByTag("style")) {
      String css = style.data();
      length += css.length();
      if (length > LONGEST_STYLE) {
        tally.truncated();
        break;
      }
      sheet.add(css);
    }
    return sheet.css();
  }

  /** What stands in heads: it is never shown, but told. */
  private static void heads(Document document, Report.Tally tally) {
    for (Element element : document.head().getAllElements()) {
      Tags.told(element.normalName()).ifPresent(tally::removed);
    }
    for (Element meta : document.getElementsByTag("meta")) {
      String name = meta.attr("name").toLowerCase(Locale.ROOT);
      if (meta.attr("http-equiv").strip().equalsIgnoreCase("refresh")) {
        tally.removed(Removed.REDIRECTS);
      } else if ((name.equals("color-scheme") || name.equals("supported-color-schemes"))
          && meta.attr("content").toLowerCase(Locale.ROOT).contains("dark")) {
        tally.knowsDark();
      }
    }
    if (!document.getElementsByTag("base").isEmpty()) {
      tally.removed(Removed.REDIRECTS);
    }
  }
}
