package org.godwit.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A password that did not come by the command line.
 *
 * @param text itself
 * @param wasMade by us, so the answer must show it
 */
record Password(String text, boolean wasMade) {
  static final Password NONE = new Password("", false);

  /** Without those that look like others. */
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final int GROUPS = 4;
  private static final int IN_GROUP = 5;

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

  /** A random one of 117 bits, in groups that can be read aloud. */
  static Password made() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS * IN_GROUP; i++) {
      text.append(i > 0 && i % IN_GROUP == 0 ? "-" : "");
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new Password(text.toString(), true);
  }

  /** Never the password. */
  @Override
  public String toString() {
    return wasMade ? "a password that was made" : "a password";
  }
}
