package org.godwit.mailview.clean;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.godwit.mailview.clean.CssToken.Kind;

/** Writes the style sheets of a mail anew: rules, and rules for a medium; nothing else. */
final class StyleSheet {
  private static final int MOST_RULES = 3_000;
  private static final int MOST_IN_SELECTOR = 400;
  private static final int DEEPEST = 3;

  private static final Set<String> SELECTOR_FUNCTIONS =
      Set.of("lang", "not", "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type");

  private final Declarations declarations;
  private final Report.Tally tally;
  private final StringBuilder out = new StringBuilder();
  private List<CssToken> tokens = List.of();
  private int at;
  private int rules;

  StyleSheet(Declarations declarations, Report.Tally tally) {
    this.declarations = declarations;
    this.tally = tally;
  }

  void add(String css) {
    tokens = CssReader.read(css);
    at = 0;
    rules(0);
  }

  /** All that was added, for a style element. */
  String css() {
    return out.toString();
  }

  /** Rules up to the bracket that closes them. */
  private void rules(int depth) {
    while (at < tokens.size()) {
      CssToken token = tokens.get(at);
      if (token.is('}')) {
        at++;
        if (depth > 0) {
          return;
        }
      } else if (token.isSpace() || token.is(';')) {
        at++;
      } else if (token.kind() == Kind.AT) {
        special(token.text(), depth);
      } else {
        rule();
      }
    }
  }

  private void special(String name, int depth) {
    int from = at + 1;
    int end = beforeBlock();
    List<CssToken> prelude = tokens.subList(from, end);
    boolean block = end < tokens.size() && tokens.get(end).is('{');
    at = Math.min(end + 1, tokens.size());
    Optional<String> medium =
        name.equals("media") && depth < DEEPEST ? medium(prelude) : Optional.empty();
    if (!block) {
      tally.removed(Removed.STYLES); // @import, @namespace
    } else if (medium.isPresent()) {
      out.append("@media ").append(medium.get()).append('{');
      rules(depth + 1);
      out.append('}');
    } else {
      if (!name.startsWith("-") && !name.equals("media")) {
        tally.removed(Removed.STYLES); // @font-face and what else fetches or moves
      }
      skipBlock();
    }
  }

  private int beforeBlock() {
    int end = at;
    while (end < tokens.size() && !tokens.get(end).is('{') && !tokens.get(end).is(';')) {
      end++;
    }
    return end;
  }

  private Optional<String> medium(List<CssToken> prelude) {
    StringBuilder css = new StringBuilder();
    int depth = 0;
    for (CssToken token : prelude) {
      depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
      boolean allowed =
          switch (token.kind()) {
            case NAME, NUMBER, SPACE -> true;
            case MARK -> "(),:>=/".contains(token.text());
            default -> false;
          };
      if (!allowed || depth < 0) {
        return Optional.empty();
      }
      if (token.kind() == Kind.NAME && token.text().equalsIgnoreCase("prefers-color-scheme")) {
        tally.knowsDark();
      }
      css.append(token.css());
    }
    return depth == 0 ? Optional.of(css.toString().strip()) : Optional.empty();
  }

  private void rule() {
    int end = at;
    while (end < tokens.size() && !tokens.get(end).is('{') && !tokens.get(end).is('}')) {
      end++;
    }
    Optional<String> selector = selector(tokens.subList(at, end));
    at = end;
    if (end >= tokens.size() || !tokens.get(end).is('{')) {
      return;
    }
    at = end + 1;
    StringBuilder body = new StringBuilder();
    while (at < tokens.size() && !tokens.get(at).is('}')) {
      int stop = Declarations.end(tokens, at);
      declarations.write(tokens.subList(at, stop), body);
      at = stop < tokens.size() && tokens.get(stop).is('}') ? stop : Math.max(stop, at) + 1;
    }
    at++;
    if (selector.isPresent() && !body.isEmpty() && rules++ < MOST_RULES) {
      out.append(selector.get()).append('{').append(body).append('}');
    }
  }

  private static Optional<String> selector(List<CssToken> prelude) {
    if (prelude.size() > MOST_IN_SELECTOR) {
      return Optional.empty();
    }
    StringBuilder css = new StringBuilder();
    int depth = 0;
    for (CssToken token : prelude) {
      depth += Declarations.opens(token) ? 1 : Declarations.closes(token) ? -1 : 0;
      boolean allowed =
          switch (token.kind()) {
            case NAME, NUMBER, SPACE, STRING, HASH -> true;
            case FUNCTION -> SELECTOR_FUNCTIONS.contains(token.text());
            case MARK -> ".>+~*|=^$,:[]()-".contains(token.text());
            default -> false;
          };
      if (!allowed || depth < 0) {
        return Optional.empty();
      }
      css.append(
          token.kind() == Kind.HASH
              ? new CssToken(Kind.HASH, Markup.ID_PREFIX + token.text()).css()
              : token.css());
    }
    String text = css.toString().strip();
    return depth == 0 && !text.isEmpty() ? Optional.of(text) : Optional.empty();
  }

  /** Behind the bracket that closes the block that was just entered. */
  private void skipBlock() {
    int depth = 1;
    while (at < tokens.size() && depth > 0) {
      CssToken token = tokens.get(at++);
      depth += token.is('{') ? 1 : token.is('}') ? -1 : 0;
    }
  }
}
