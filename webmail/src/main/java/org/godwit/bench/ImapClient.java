package org.godwit.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Just enough IMAP (9051) to make a server work. */
final class ImapClient implements AutoCloseable {

  private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");
  private static final Pattern EXISTS = Pattern.compile("^\\* (\\d+) EXISTS");

  private final Wire wire;
  private int tags;
  private int exists;

  ImapClient(int port, String user, String password) throws IOException {
    wire = new Wire(port);
    wire.line();
    run("LOGIN \"" + user + "\" \"" + password + "\"");
  }

  /**
   * Runs a command to its end.
   *
   * @return how many untagged answers came
   * @throws IOException when the server does not say OK
   */
  int run(String command) throws IOException {
    String tag = "b" + ++tags;
    wire.send(tag + " " + command + "\r\n");
    return answers(tag, command);
  }

  private int answers(String tag, String command) throws IOException {
    int untagged = 0;
    while (true) {
      String line = wire.line();
      if (line.startsWith(tag + " ")) {
        if (!line.startsWith(tag + " OK")) {
          throw new IOException(command + ": " + line);
        }
        return untagged;
      }
      note(line);
      untagged++;
      skipLiterals(line);
    }
  }

  private void skipLiterals(String first) throws IOException {
    Matcher literal = LITERAL.matcher(first);
    while (literal.find()) {
      wire.skip(Long.parseLong(literal.group(1)));
      literal = LITERAL.matcher(wire.line());
    }
  }

  private void note(String line) {
    Matcher found = EXISTS.matcher(line);
    if (found.find()) {
      exists = Integer.parseInt(found.group(1));
    }
  }

  /** Messages in the selected mailbox, as far as the server has said. */
  int exists() {
    return exists;
  }

  void append(String mailbox, byte[] message) throws IOException {
    String tag = "b" + ++tags;
    wire.send(tag + " APPEND \"" + mailbox + "\" {" + message.length + "}\r\n");
    String line = wire.line();
    if (!line.startsWith("+")) {
      throw new IOException("APPEND: " + line);
    }
    wire.send(message);
    wire.send("\r\n");
    answers(tag, "APPEND");
  }

  /** Appends many at once (7888, 3502). */
  void append(String mailbox, List<byte[]> messages) throws IOException {
    String tag = "b" + ++tags;
    wire.add(tag + " APPEND \"" + mailbox + "\"");
    for (byte[] message : messages) {
      wire.add(" {" + message.length + "+}\r\n");
      wire.add(new String(message, StandardCharsets.ISO_8859_1));
    }
    wire.send("\r\n");
    answers(tag, "APPEND");
  }

  /** Starts IDLE and waits until the server agrees. */
  void idle() throws IOException {
    wire.send("idle IDLE\r\n");
    while (!wire.line().startsWith("+")) {
      // what it says before is of no interest
    }
  }

  /** Waits in IDLE until a message comes, then ends it. */
  void awaitExists() throws IOException {
    while (!EXISTS.matcher(wire.line()).find()) {
      // flags, recent
    }
    wire.send("DONE\r\n");
    answers("idle", "IDLE");
  }

  @Override
  public void close() throws IOException {
    try (wire) {
      run("LOGOUT");
    }
  }
}
