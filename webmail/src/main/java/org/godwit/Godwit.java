package org.godwit;

import java.io.PrintWriter;
import org.godwit.command.Commands;

/** The {@code godwit} program: the server, and the commands that speak to it. */
public final class Godwit {

  private Godwit() {}

  /** Ends with 0, 1 when the command failed, 2 when it was not understood. */
  public static void main(String[] arguments) {
    System.setProperty("jdk.console", "java.base"); // a console only where there is a terminal
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    PrintWriter error = new PrintWriter(System.err, true, System.err.charset());
    System.exit(Commands.run(out, error, arguments));
  }
}
