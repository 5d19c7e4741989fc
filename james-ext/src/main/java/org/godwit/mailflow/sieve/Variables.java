package org.godwit.mailflow.sieve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The command "set" and its modifiers (RFC 5229 §4). */
final class Variables {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * A modifier.
   *
   * @param rank the higher, the earlier; two of one rank exclude each other
   */
  private record Modifier(String tag, int rank, UnaryOperator<String> change) {}

  private static final List<Modifier> MODIFIERS =
      List.of(
          new Modifier("lower", 40, text -> text.toLowerCase(Locale.ROOT)),
          new Modifier("upper", 40, text -> text.toUpperCase(Locale.ROOT)),
          new Modifier("lowerfirst", 30, text -> first(text, s -> s.toLowerCase(Locale.ROOT))),
          new Modifier("upperfirst", 30, text -> first(text, s -> s.toUpperCase(Locale.ROOT))),
          new Modifier("quotewildcard", 20, text -> text.replaceAll("([*?\\\\])", "\\\\$1")),
          new Modifier("quoteregex", 20, Variables::quoteRegex),
          new Modifier(
              "length", 10, text -> Integer.toString(text.codePointCount(0, text.length()))));

  private Variables() {}

  private static String first(String text, UnaryOperator<String> change) {
    if (text.isEmpty()) {
      return text;
    }
    int end = text.offsetByCodePoints(0, 1);
    return change.apply(text.substring(0, end)) + text.substring(end);
  }

  private static String quoteRegex(String text) {
    return text.replaceAll("([\\\\^$.\\[\\]|()?*+{}])", "\\\\$1");
  }

  static Step set(Given given) throws SieveProblem {
    given.needs(Extension.VARIABLES);
    List<Modifier> modifiers = new ArrayList<>();
    for (Modifier modifier : MODIFIERS) {
      boolean there = given.tag(modifier.tag());
      if (there && modifier.tag().equals("quoteregex")) {
        given.needs(Extension.REGEX);
      }
      if (there && modifiers.stream().anyMatch(other -> other.rank() == modifier.rank())) {
        throw given.problem("two modifiers exclude each other"); // 5229 §4.1
      }
      if (there) {
        modifiers.add(modifier);
      }
    }
    modifiers.sort(Comparator.comparingInt(Modifier::rank).reversed());
    String name = name(given);
    Template value = given.text("a value");
    return run -> {
      String text = value.text(run);
      for (Modifier modifier : modifiers) {
        text = modifier.change().apply(text);
      }
      run.spend(text.length());
      run.set(name, text);
    };
  }

  /** Takes a variable's name, in lower case (5229 §3: names have no case). */
  static String name(Given given) throws SieveProblem {
    String name = given.constant("the name of a variable");
    if (!NAME.matcher(name).matches()) {
      throw given.problem("a variable cannot be called " + name);
    }
    return name.toLowerCase(Locale.ROOT);
  }
}
