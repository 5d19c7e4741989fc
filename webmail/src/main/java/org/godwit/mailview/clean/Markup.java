package org.godwit.mailview.clean;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Writes the elements of a mail anew, from those that are allowed. For one mail. */
final class Markup implements NodeVisitor {

  /** Before all ids and names of a mail: they could stand for parts of the page, else. */
  static final String ID_PREFIX = "m-";

  /** Of what comes after them, only the words stay. */
  private static final int MOST_ELEMENTS = 50_000;

  private static final String HTML = "http://www.w3.org/1999/xhtml";
  private static final Pattern ID = Pattern.compile("[^\\p{Cntrl}\\s]{1,200}");

  private final Declarations declarations;
  private final Images images;
  private final Report.Tally tally;
  private final StringBuilder out = new StringBuilder();
  private final Deque<Node> open = new ArrayDeque<>();
  private Node gone;
  private int elements;

  Markup(Pictures pictures, Declarations declarations, Report.Tally tally) {
    this.declarations = declarations;
    this.images = new Images(pictures, tally);
    this.tally = tally;
  }

  String html() {
    return out.toString();
  }

  @Override
  public void head(Node node, int depth) {
    if (gone != null) {
      return;
    }
    if (node instanceof TextNode text) { // a CDATA section is text as well
      escape(text.getWholeText(), out);
    } else if (node instanceof Element element) {
      begin(element);
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // this very node
  public void tail(Node node, int depth) {
    if (gone == node) {
      gone = null;
    } else if (!open.isEmpty() && open.getLast() == node) {
      open.removeLast();
      out.append("</").append(written((Element) node).orElseThrow()).append('>');
    }
  }

  private void begin(Element element) {
    String name = element.normalName();
    Tags.told(name).ifPresent(tally::removed);
    if (Tags.isGone(name) || !element.tag().namespace().equals(HTML)) {
      gone = element;
      return;
    }
    if (++elements > MOST_ELEMENTS) {
      tally.truncated();
      return;
    }
    handlers(element);
    if (name.equals("img")) {
      images
          .source(element)
          .ifPresentOrElse(source -> image(element, source), () -> gone = element);
      return;
    }
    Optional<String> kept = written(element);
    if (kept.isEmpty()) {
      return;
    }
    out.append('<').append(kept.get());
    attributes(element);
    out.append('>');
    if (!Tags.VOID.contains(kept.get())) {
      open.addLast(element);
    }
  }

  private static Optional<String> written(Element element) {
    return Tags.kept(element.normalName());
  }

  private void handlers(Element element) {
    for (Attribute attribute : element.attributes()) {
      if (attribute.getKey().toLowerCase(Locale.ROOT).startsWith("on")) {
        tally.removed(Removed.SCRIPTS);
      }
    }
  }

  private void image(Element element, Images.Source source) {
    out.append("<img");
    source.address().ifPresentOrElse(url -> write("src", url), () -> write("data-blocked", ""));
    attributes(element);
    if (!element.hasAttr("alt")) {
      write("alt", "");
    }
    out.append('>');
  }

  private void attributes(Element element) {
    boolean link = element.normalName().equals("a") || element.normalName().equals("area");
    for (Attribute attribute : element.attributes()) {
      String key = attribute.getKey().toLowerCase(Locale.ROOT);
      String value = attribute.getValue();
      switch (key) {
        case "style", "background" -> {
          // both below
        }
        case "id", "name" -> id(element, key, value);
        case "href" -> {
          if (link) {
            link(value);
          }
        }
        case "usemap" -> {
          if (value.startsWith("#") && ID.matcher(value).matches()) {
            write("usemap", "#" + ID_PREFIX + value.substring(1));
          }
        }
        default -> Attributes.value(key, value).ifPresent(allowed -> write(key, allowed));
      }
    }
    style(element);
  }

  /** A picture behind a table or cell (the attribute) is one of a style like any other. */
  private void style(Element element) {
    String allowed = "";
    if (element.hasAttr("background")) {
      String url = new CssToken(CssToken.Kind.URL, element.attr("background")).css();
      allowed = declarations.ofAttribute("background-image:" + url);
    }
    allowed += declarations.ofAttribute(element.attr("style"));
    if (!allowed.isEmpty()) {
      write("style", allowed);
    }
  }

  private void id(Element element, String key, String value) {
    if (!ID.matcher(value).matches()) {
      return;
    }
    String name = element.normalName();
    if (name.equals("map") && key.equals("name")) {
      write("name", ID_PREFIX + value);
    } else if (key.equals("id") || (name.equals("a") && !element.hasAttr("id"))) {
      write("id", ID_PREFIX + value);
    }
  }

  private void link(String href) {
    String trimmed = Addresses.trimmed(href);
    if (trimmed.isEmpty()) {
      return;
    }
    if (trimmed.startsWith("#")) {
      if (ID.matcher(trimmed).matches()) {
        write("href", "#" + ID_PREFIX + trimmed.substring(1));
      }
      return;
    }
    Optional<String> address = Addresses.link(trimmed);
    if (address.isEmpty()) {
      tally.removed(Removed.LINKS);
      return;
    }
    write("href", address.get());
    write("target", "_blank");
    write("rel", "noopener noreferrer");
  }

  private void write(String name, String value) {
    write(name, value, out);
  }

  static void write(String name, String value, StringBuilder to) {
    to.append(' ').append(name).append("=\"");
    escape(value, to);
    to.append('"');
  }

  /** The attributes of the body and of the whole, which are written by the page. */
  String ofBody(Element body) {
    int before = out.length();
    for (Attribute attribute : body.attributes()) {
      String key = attribute.getKey().toLowerCase(Locale.ROOT);
      switch (key) {
        case "id" -> id(body, key, attribute.getValue());
        default ->
            Attributes.ofBody(key, attribute.getValue())
                .filter(value -> !List.of("width", "height").contains(key))
                .ifPresent(allowed -> write(key, allowed));
      }
    }
    style(body);
    String attributes = out.substring(before);
    out.setLength(before);
    return attributes;
  }

  static void escape(String text, StringBuilder to) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> to.append("&amp;");
        case '<' -> to.append("&lt;");
        case '>' -> to.append("&gt;");
        case '"' -> to.append("&quot;");
        case '\0' -> {
          // no character of a text
        }
        default -> to.append(c);
      }
    }
  }
}
