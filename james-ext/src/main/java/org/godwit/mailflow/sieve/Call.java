package org.godwit.mailflow.sieve;

import java.util.List;

/**
 * A command or a test as it stands in the script: its name, what it is given, the tests it asks and
 * the commands in its block.
 *
 * @param hasBlock whether there is one, empty or not
 */
record Call(
    int line,
    String name,
    List<Argument> arguments,
    List<Call> tests,
    boolean hasBlock,
    List<Call> block) {

  /** What a command or a test is given. */
  sealed interface Argument {
    int line();

    record Tag(int line, String name) implements Argument {}

    record Numeral(int line, long value) implements Argument {}

    /**
     * One text or several.
     *
     * @param single whether it was written without brackets
     */
    record Texts(int line, List<String> values, boolean single) implements Argument {}
  }

  SieveProblem problem(String text) {
    return new SieveProblem(line, text);
  }
}
