package org.godwit.mailflow.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** From words to commands (RFC 5228 §8.2). Used once. */
final class Parser {
  private static final int DEEPEST = 32; // 5228 §2.10.5 asks for 15
  private static final int MOST_CALLS = 10_000;

  private static final Set<String> LISTS = Set.of("allof", "anyof");

  private final List<Token> tokens;
  private int at;
  private int calls;

  Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  List<Call> script() throws SieveProblem {
    List<Call> commands = commands(0);
    if (!(peek() instanceof Token.End)) {
      throw unexpected();
    }
    return commands;
  }

  private List<Call> commands(int depth) throws SieveProblem {
    List<Call> commands = new ArrayList<>();
    while (peek() instanceof Token.Word word) {
      at++;
      commands.add(command(word, depth));
    }
    return commands;
  }

  private Call command(Token.Word word, int depth) throws SieveProblem {
    count(word, depth);
    List<Call.Argument> arguments = arguments();
    List<Call> tests = tests(depth);
    if (accept(';')) {
      return new Call(word.line(), word.name(), arguments, tests, false, List.of());
    }
    if (!accept('{')) {
      throw new SieveProblem(peek().line(), "a semicolon or a block has to follow " + word.name());
    }
    List<Call> block = commands(depth + 1);
    if (!accept('}')) {
      throw unexpected();
    }
    return new Call(word.line(), word.name(), arguments, tests, true, block);
  }

  private void count(Token.Word word, int depth) throws SieveProblem {
    if (depth > DEEPEST) {
      throw new SieveProblem(word.line(), "the script is nested too deeply");
    }
    if (++calls > MOST_CALLS) {
      throw new SieveProblem(word.line(), "the script has too many commands");
    }
  }

  private List<Call.Argument> arguments() throws SieveProblem {
    List<Call.Argument> arguments = new ArrayList<>();
    while (true) {
      switch (peek()) {
        case Token.Tag tag -> arguments.add(new Call.Argument.Tag(tag.line(), tag.name()));
        case Token.Numeral n -> arguments.add(new Call.Argument.Numeral(n.line(), n.value()));
        case Token.Text text ->
            arguments.add(new Call.Argument.Texts(text.line(), List.of(text.value()), true));
        case Token.Mark mark when mark.sign() == '[' -> {
          at++;
          arguments.add(new Call.Argument.Texts(mark.line(), textList(), false));
        }
        default -> {
          return arguments;
        }
      }
      at++;
    }
  }

  /** Up to the closing bracket, which is left for the caller to step over. */
  private List<String> textList() throws SieveProblem {
    List<String> texts = new ArrayList<>();
    do {
      if (!(peek() instanceof Token.Text text)) {
        throw unexpected();
      }
      texts.add(text.value());
      at++;
    } while (accept(','));
    if (!isMark(']')) {
      throw unexpected();
    }
    return texts;
  }

  private List<Call> tests(int depth) throws SieveProblem {
    if (peek() instanceof Token.Word) {
      return List.of(test(depth));
    }
    List<Call> tests = new ArrayList<>();
    if (accept('(')) {
      do {
        tests.add(test(depth));
      } while (accept(','));
      if (!accept(')')) {
        throw unexpected();
      }
    }
    return tests;
  }

  private Call test(int depth) throws SieveProblem {
    if (!(peek() instanceof Token.Word word)) {
      throw unexpected();
    }
    at++;
    count(word, depth + 1);
    List<Call.Argument> arguments = arguments();
    if (peek() instanceof Token.Word && LISTS.contains(word.name())) {
      throw unexpected(); // 5228 §5.2, §5.3: a list of tests, in parentheses
    }
    return new Call(word.line(), word.name(), arguments, tests(depth + 1), false, List.of());
  }

  private Token peek() {
    return tokens.get(at);
  }

  private boolean isMark(char sign) {
    return peek() instanceof Token.Mark mark && mark.sign() == sign;
  }

  private boolean accept(char sign) {
    if (isMark(sign)) {
      at++;
      return true;
    }
    return false;
  }

  private SieveProblem unexpected() {
    String what =
        switch (peek()) {
          case Token.Word word -> word.name();
          case Token.Tag tag -> ":" + tag.name();
          case Token.Numeral number -> Long.toString(number.value());
          case Token.Text text -> "a text";
          case Token.Mark mark -> String.valueOf(mark.sign());
          case Token.End end -> "the end of the script";
        };
    return new SieveProblem(peek().line(), what + " does not belong here");
  }
}
