package org.godwit.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.godwit.admin.MadePassword;

/**
 * A password that did not come by the command line.
 *
 * @param text itself
 * @param wasMade by us, so the answer must show it
 */
record Password(String text, boolean wasMade) {
  static final Password NONE = new Password("", false);

  /** The first line of standard input. */
  static Password fromInput() throws Failure {
    try {
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = input.readLine();
      if (line == null || line.isEmpty()) {
        throw Failure.usage("no password on standard input");
      }
      return new Password(line, false);
    } catch (IOException e) {
      throw Failure.failed("standard input cannot be read");
    }
  }

  /** Asks a person for it; when nobody is there, or says nothing, makes one. */
  @SuppressWarnings("SystemConsoleNull") // main asks Java for a console only at a terminal
  static Password askedOrMade() throws Failure {
    Console console = System.console();
    if (console == null) {
      return made();
    }
    char[] first = console.readPassword("Password (empty: make one): ");
    if (first == null || first.length == 0) {
      return made();
    }
    char[] second = console.readPassword("Again: ");
    if (!Arrays.equals(first, second)) {
      throw Failure.usage("the two passwords differ");
    }
    return new Password(new String(first), false);
  }

  static Password made() {
    return new Password(MadePassword.text(), true);
  }

  /** Never the password. */
  @Override
  public String toString() {
    return wasMade ? "a password that was made" : "a password";
  }
}
