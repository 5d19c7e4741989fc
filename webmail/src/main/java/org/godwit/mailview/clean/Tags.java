package org.godwit.mailview.clean;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which elements of HTML a mail may have, and what becomes of the others. */
final class Tags {

  static final Set<String> VOID = Set.of("area", "br", "col", "hr", "img", "wbr");

  private static final Set<String> KEPT =
      Set.of(
          "a",
          "abbr",
          "acronym",
          "address",
          "area",
          "article",
          "aside",
          "b",
          "bdi",
          "bdo",
          "big",
          "blockquote",
          "br",
          "caption",
          "center",
          "cite",
          "code",
          "col",
          "colgroup",
          "dd",
          "del",
          "details",
          "dfn",
          "div",
          "dl",
          "dt",
          "em",
          "figcaption",
          "figure",
          "font",
          "footer",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "header",
          "hr",
          "i",
          "img",
          "ins",
          "kbd",
          "li",
          "main",
          "map",
          "mark",
          "nav",
          "ol",
          "p",
          "pre",
          "q",
          "rp",
          "rt",
          "ruby",
          "s",
          "samp",
          "section",
          "small",
          "span",
          "strike",
          "strong",
          "sub",
          "summary",
          "sup",
          "table",
          "tbody",
          "td",
          "tfoot",
          "th",
          "thead",
          "time",
          "tr",
          "tt",
          "u",
          "ul",
          "var",
          "wbr");

  /** Written by another name. */
  private static final Map<String, String> RENAMED =
      Map.of("dir", "ul", "listing", "pre", "menu", "ul", "plaintext", "pre", "xmp", "pre");

  /** Gone with all that is in them, because what is in them is no text for people. */
  private static final Map<String, Removed> GONE =
      Map.ofEntries(
          Map.entry("applet", Removed.FRAMES),
          Map.entry("audio", Removed.MEDIA),
          Map.entry("bgsound", Removed.MEDIA),
          Map.entry("canvas", Removed.SCRIPTS),
          Map.entry("datalist", Removed.FORMS),
          Map.entry("embed", Removed.FRAMES),
          Map.entry("fencedframe", Removed.FRAMES),
          Map.entry("frame", Removed.FRAMES),
          Map.entry("frameset", Removed.FRAMES),
          Map.entry("iframe", Removed.FRAMES),
          Map.entry("input", Removed.FORMS),
          Map.entry("link", Removed.STYLES),
          Map.entry("math", Removed.DRAWINGS),
          Map.entry("noembed", Removed.FRAMES),
          Map.entry("noframes", Removed.FRAMES),
          Map.entry("object", Removed.FRAMES),
          Map.entry("portal", Removed.FRAMES),
          Map.entry("script", Removed.SCRIPTS),
          Map.entry("select", Removed.FORMS),
          Map.entry("svg", Removed.DRAWINGS),
          Map.entry("template", Removed.SCRIPTS),
          Map.entry("textarea", Removed.FORMS),
          Map.entry("video", Removed.MEDIA));

  /** Gone too, and not worth a word. */
  private static final Set<String> SILENTLY_GONE =
      Set.of("head", "meta", "param", "source", "style", "title", "track");

  private Tags() {}

  /** How it is written; empty when only what is in it stays. */
  static Optional<String> kept(String name) {
    return KEPT.contains(name) ? Optional.of(name) : Optional.ofNullable(RENAMED.get(name));
  }

  /** Whether it goes with all that is in it. */
  static boolean isGone(String name) {
    return GONE.containsKey(name) || SILENTLY_GONE.contains(name);
  }

  /** What is told when it goes; also of those of which the words stay. */
  static Optional<Removed> told(String name) {
    return name.equals("form") || name.equals("button")
        ? Optional.of(Removed.FORMS)
        : Optional.ofNullable(GONE.get(name));
  }
}
