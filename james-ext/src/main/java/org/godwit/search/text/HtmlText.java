package org.godwit.search.text;

import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * HTML as its reader sees it: the text, and what pictures say instead of themselves. A word is
 * whole also where a tag cuts it; what stands in blocks of their own stands in lines of its own.
 */
public final class HtmlText implements NodeVisitor {

  private static final Set<String> HIDDEN = Set.of("script", "style", "template", "noscript");
  private static final Set<String> CELLS = Set.of("td", "th");

  private final StringBuilder text = new StringBuilder();
  private int hidden;

  private HtmlText() {}

  /** The text of a page. */
  public static String of(String html) {
    HtmlText found = new HtmlText();
    Jsoup.parse(html).traverse(found);
    return found.text.toString();
  }

  @Override
  public void head(Node node, int depth) {
    if (node instanceof TextNode words && hidden == 0) {
      add(words.getWholeText());
    } else if (node instanceof Element element) {
      String name = element.normalName();
      hidden += HIDDEN.contains(name) ? 1 : 0;
      between(element, name);
      if (name.equals("img") && hidden == 0) {
        add(element.attr("alt"));
      }
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (node instanceof Element element) {
      String name = element.normalName();
      between(element, name);
      hidden -= HIDDEN.contains(name) ? 1 : 0;
    }
  }

  private void between(Element element, String name) {
    if (CELLS.contains(name)) {
      separate(' ');
    } else if (element.isBlock() || name.toLowerCase(Locale.ROOT).equals("br")) {
      separate('\n');
    }
  }

  private void separate(char mark) {
    int last = text.length() - 1;
    if (last < 0 || text.charAt(last) == '\n') {
      return;
    }
    if (text.charAt(last) == ' ') {
      text.setCharAt(last, mark);
    } else {
      text.append(mark);
    }
  }

  /** Each run of white space is one space. */
  private void add(String words) {
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f') {
        int last = text.length() - 1;
        if (last >= 0 && text.charAt(last) != ' ' && text.charAt(last) != '\n') {
          text.append(' ');
        }
      } else if (c != 0) {
        text.append(c);
      }
    }
  }
}
