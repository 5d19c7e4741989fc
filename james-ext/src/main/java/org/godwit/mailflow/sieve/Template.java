package org.godwit.mailflow.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text of a script, with its variables (RFC 5229 §3). Safe for many threads. */
final class Template {
  // 5229 §3: "${" [namespace] variable-name "}"
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{((?:[A-Za-z_][A-Za-z0-9_]*\\.)*)([A-Za-z_][A-Za-z0-9_]*|[0-9]+)}");
  // 5228 §2.4.2.4: "${hex: 24 24}", "${unicode: 40}"
  private static final Pattern ENCODED =
      Pattern.compile(
          "\\$\\{(hex|unicode):\\s*([0-9A-F]+(?:\\s+[0-9A-F]+)*)\\s*}", Pattern.CASE_INSENSITIVE);
  private static final int MOST_NUMBER = 99;

  /** A piece of the text: letters, a variable's name, or a match's number. */
  private sealed interface Piece {
    record Letters(String text) implements Piece {}

    record Variable(String name) implements Piece {}

    record Matched(int number) implements Piece {}
  }

  private final List<Piece> pieces;

  private Template(List<Piece> pieces) {
    this.pieces = pieces;
  }

  static Template constant(String text) {
    return new Template(List.of(new Piece.Letters(text)));
  }

  static Template of(String text, boolean encoded, boolean variables, int line)
      throws SieveProblem {
    String decoded = encoded ? decode(text, line) : text;
    return variables ? withVariables(decoded, line) : constant(decoded);
  }

  private static Template withVariables(String text, int line) throws SieveProblem {
    List<Piece> pieces = new ArrayList<>();
    Matcher found = REFERENCE.matcher(text);
    int end = 0;
    while (found.find()) {
      if (!found.group(1).isEmpty()) { // 5229 §3: an unknown namespace is an error
        throw new SieveProblem(line, "there are no variables like " + found.group());
      }
      pieces.add(new Piece.Letters(text.substring(end, found.start())));
      pieces.add(piece(found.group(2), line));
      end = found.end();
    }
    pieces.add(new Piece.Letters(text.substring(end)));
    return new Template(pieces);
  }

  private static Piece piece(String name, int line) throws SieveProblem {
    if (!Character.isDigit(name.charAt(0))) {
      return new Piece.Variable(name);
    }
    String digits = name.replaceFirst("^0+(?=.)", "");
    if (digits.length() > 2 || Integer.parseInt(digits) > MOST_NUMBER) {
      throw new SieveProblem(line, "there is no match variable " + name);
    }
    return new Piece.Matched(Integer.parseInt(digits));
  }

  private static String decode(String text, int line) throws SieveProblem {
    Matcher found = ENCODED.matcher(text);
    StringBuilder decoded = new StringBuilder();
    while (found.find()) {
      String letters =
          found.group(1).equalsIgnoreCase("hex")
              ? hex(found.group(2), line)
              : unicode(found.group(2), line);
      found.appendReplacement(decoded, Matcher.quoteReplacement(letters));
    }
    return found.appendTail(decoded).toString();
  }

  private static String hex(String pairs, int line) throws SieveProblem {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    for (String pair : pairs.strip().split("\\s+", -1)) {
      if (pair.length() > 2) {
        throw new SieveProblem(line, "hex wants pairs of digits, not " + pair);
      }
      bytes.write(Integer.parseInt(pair, 16));
    }
    return bytes.toString(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String unicode(String points, int line) throws SieveProblem {
    StringBuilder letters = new StringBuilder();
    for (String point : points.strip().split("\\s+", -1)) {
      int code = point.length() > 8 ? -1 : (int) Long.parseLong(point, 16);
      if (!Character.isValidCodePoint(code) || (code >= 0xD800 && code <= 0xDFFF)) {
        throw new SieveProblem(line, "there is no such letter: " + point);
      }
      letters.appendCodePoint(code);
    }
    return letters.toString();
  }

  /** The text, when it is the same in every run. */
  Optional<String> constant() {
    if (pieces.stream().allMatch(Piece.Letters.class::isInstance)) {
      return Optional.of(text(null));
    }
    return Optional.empty();
  }

  String text(Run run) {
    if (pieces.size() == 1 && pieces.getFirst() instanceof Piece.Letters letters) {
      return letters.text();
    }
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      text.append(
          switch (piece) {
            case Piece.Letters letters -> letters.text();
            case Piece.Variable variable -> run.variable(variable.name());
            case Piece.Matched matched -> run.matched(matched.number());
          });
    }
    return text.toString();
  }

  static List<String> texts(List<Template> templates, Run run) {
    return templates.stream().map(template -> template.text(run)).toList();
  }
}
