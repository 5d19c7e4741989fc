package org.godwit.mailview.clean;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.godwit.mailview.clean.CssToken.Kind;

/** What one rule, or one attribute, says of how something looks: properties that are allowed. */
final class Declarations {
  private static final double LARGEST = 20_000;
  private static final int DEEPEST = 8;

  private static final Set<String> PROPERTIES =
      Set.of(
          "background",
          "background-attachment",
          "background-clip",
          "background-color",
          "background-image",
          "background-origin",
          "background-position",
          "background-repeat",
          "background-size",
          "border-collapse",
          "border-radius",
          "border-spacing",
          "box-shadow",
          "box-sizing",
          "caption-side",
          "clear",
          "color",
          "color-scheme",
          "column-gap",
          "direction",
          "display",
          "empty-cells",
          "float",
          "font",
          "font-family",
          "font-size",
          "font-stretch",
          "font-style",
          "font-variant",
          "font-weight",
          "gap",
          "height",
          "hyphens",
          "letter-spacing",
          "line-height",
          "list-style",
          "list-style-image",
          "list-style-position",
          "list-style-type",
          "max-height",
          "max-width",
          "min-height",
          "min-width",
          "object-fit",
          "object-position",
          "opacity",
          "overflow",
          "overflow-wrap",
          "overflow-x",
          "overflow-y",
          "quotes",
          "row-gap",
          "tab-size",
          "table-layout",
          "text-align",
          "text-align-last",
          "text-indent",
          "text-overflow",
          "text-shadow",
          "text-transform",
          "text-underline-offset",
          "unicode-bidi",
          "vertical-align",
          "visibility",
          "white-space",
          "widows",
          "orphans",
          "width",
          "word-break",
          "word-spacing",
          "word-wrap",
          "writing-mode");

  /** Families of properties, by how their names begin. */
  private static final List<String> FAMILIES =
      List.of(
          "align-",
          "border-block",
          "border-bottom",
          "border-color",
          "border-end",
          "border-inline",
          "border-left",
          "border-right",
          "border-start",
          "border-style",
          "border-top",
          "border-width",
          "flex",
          "justify-",
          "margin",
          "outline",
          "padding",
          "text-decoration");

  private static final Set<String> WITH_PICTURE =
      Set.of("background", "background-image", "list-style", "list-style-image");

  private static final Set<String> WITH_STRING = Set.of("font", "font-family", "quotes");

  private static final Set<String> FUNCTIONS =
      Set.of(
          "calc",
          "clamp",
          "hsl",
          "hsla",
          "hwb",
          "lab",
          "lch",
          "linear-gradient",
          "max",
          "min",
          "oklab",
          "oklch",
          "radial-gradient",
          "repeating-linear-gradient",
          "rgb",
          "rgba");

  /** Of the window that the mail is in, whose height follows the mail. */
  private static final Set<String> ENDLESS_UNITS =
      Set.of("vh", "vmin", "vmax", "svh", "lvh", "dvh", "vb", "svb", "lvb", "dvb");

  private final Pictures pictures;
  private final Report.Tally tally;

  Declarations(Pictures pictures, Report.Tally tally) {
    this.pictures = pictures;
    this.tally = tally;
  }

  /** Writes those of a style attribute. */
  String ofAttribute(String css) {
    List<CssToken> tokens = CssReader.read(css);
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < tokens.size()) {
      int end = end(tokens, at);
      write(tokens.subList(at, end), out);
      at = end + 1;
    }
    return out.toString();
  }

  /** Where the declaration that begins at a place ends: at a semicolon outside of brackets. */
  static int end(List<CssToken> tokens, int from) {
    int depth = 0;
    for (int i = from; i < tokens.size(); i++) {
      CssToken token = tokens.get(i);
      if (opens(token)) {
        depth++;
      } else if (closes(token)) {
        depth--;
        if (depth < 0) {
          return i;
        }
      } else if (depth == 0 && token.is(';')) {
        return i;
      }
    }
    return tokens.size();
  }

  static boolean opens(CssToken token) {
    return token.kind() == Kind.FUNCTION || token.is('(') || token.is('[') || token.is('{');
  }

  static boolean closes(CssToken token) {
    return token.is(')') || token.is(']') || token.is('}');
  }

  /** Writes one declaration, if it is allowed. */
  void write(List<CssToken> declaration, StringBuilder out) {
    int at = skipSpace(declaration, 0);
    if (at >= declaration.size() || declaration.get(at).kind() != Kind.NAME) {
      return;
    }
    String property = declaration.get(at).text().toLowerCase(Locale.ROOT);
    at = skipSpace(declaration, at + 1);
    if (at >= declaration.size() || !declaration.get(at).is(':')) {
      return;
    }
    List<CssToken> value = declaration.subList(skipSpace(declaration, at + 1), declaration.size());
    if (!isAllowed(property)) {
      if (property.equals("position") && says(value, "fixed", "sticky")) {
        tally.removed(Removed.STYLES);
      }
      return;
    }
    if (property.equals("color-scheme") && says(value, "dark")) {
      tally.knowsDark();
    }
    value(property, value)
        .ifPresent(css -> out.append(property).append(':').append(css).append(';'));
  }

  private static boolean says(List<CssToken> value, String... words) {
    return value.stream()
        .anyMatch(
            token ->
                token.kind() == Kind.NAME
                    && Set.of(words).contains(token.text().toLowerCase(Locale.ROOT)));
  }

  private static int skipSpace(List<CssToken> tokens, int from) {
    int at = from;
    while (at < tokens.size() && tokens.get(at).isSpace()) {
      at++;
    }
    return at;
  }

  private static boolean isAllowed(String property) {
    return PROPERTIES.contains(property)
        || property.equals("border")
        || FAMILIES.stream().anyMatch(property::startsWith);
  }

  private Optional<String> value(String property, List<CssToken> value) {
    StringBuilder css = new StringBuilder();
    int depth = 0;
    for (CssToken token : value) {
      if (opens(token)) {
        depth++;
      } else if (closes(token)) {
        depth--;
      }
      Optional<String> piece =
          depth < 0 || depth > DEEPEST ? Optional.empty() : token(property, token);
      if (piece.isEmpty()) {
        return Optional.empty();
      }
      css.append(piece.get());
    }
    css.append(")".repeat(depth)); // 5.3: what is left open ends with the text
    String written = css.toString().strip();
    return written.isEmpty() ? Optional.empty() : Optional.of(written);
  }

  private Optional<String> token(String property, CssToken token) {
    return switch (token.kind()) {
      case NAME, HASH, SPACE -> Optional.of(token.css());
      case NUMBER -> isBearable(token.text()) ? Optional.of(token.css()) : Optional.empty();
      case STRING -> WITH_STRING.contains(property) ? Optional.of(token.css()) : foreign();
      case FUNCTION -> FUNCTIONS.contains(token.text()) ? Optional.of(token.css()) : foreign();
      case URL -> WITH_PICTURE.contains(property) ? picture(token.text()) : foreign();
      case MARK -> "(),/!+-*.".contains(token.text()) ? Optional.of(token.css()) : Optional.empty();
      case AT, BROKEN -> Optional.empty();
    };
  }

  private Optional<String> foreign() {
    tally.removed(Removed.STYLES);
    return Optional.empty();
  }

  /** An address of ours in its place, or the word for no picture, so that the rest stays. */
  private Optional<String> picture(String url) {
    Optional<String> ours =
        Addresses.isPictureData(url)
            ? Optional.of(Addresses.trimmed(url))
            : Addresses.contentId(url).flatMap(pictures::inside);
    if (ours.isEmpty()) {
      Optional<String> remote = Addresses.web(url);
      remote.ifPresent(it -> tally.remoteImage());
      ours = remote.flatMap(pictures::remote);
    }
    return Optional.of(ours.map(address -> new CssToken(Kind.URL, address).css()).orElse("none"));
  }

  private static boolean isBearable(String number) {
    int end = number.length();
    while (end > 0 && Character.isLetter(number.charAt(end - 1))) {
      end--;
    }
    if (ENDLESS_UNITS.contains(number.substring(end))) {
      return false;
    }
    String digits = number.substring(0, end).replace("%", "");
    try {
      return Math.abs(Double.parseDouble(digits)) <= LARGEST;
    } catch (NumberFormatException tooOdd) {
      return false;
    }
  }
}
