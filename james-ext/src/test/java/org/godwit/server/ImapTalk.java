package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A raw IMAP client: it says what the test says, byte for byte, and hides nothing. */
public final class ImapTalk implements AutoCloseable {

  private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");

  private final LineTalk talk;
  private final String greeting;
  private int tags;

  /** Reads the greeting. */
  public ImapTalk(LineTalk talk) throws IOException {
    this.talk = talk;
    this.greeting = talk.line();
  }

  public String greeting() {
    return greeting;
  }

  /** For what this client has no word for. */
  public LineTalk raw() {
    return talk;
  }

  public Reply ok(String command) throws IOException {
    return reply(command, "OK");
  }

  public Reply no(String command) throws IOException {
    return reply(command, "NO");
  }

  public Reply bad(String command) throws IOException {
    return reply(command, "BAD");
  }

  private Reply reply(String command, String status) throws IOException {
    String tag = "a" + ++tags;
    talk.say(tag + " " + command);
    List<String> lines = new ArrayList<>();
    List<byte[]> literals = new ArrayList<>();
    do {
      String line = talk.line();
      assertThat(line).as("the server hung up after %s", lines).isNotNull();
      Matcher literal = LITERAL.matcher(line);
      while (literal.find()) {
        byte[] bytes = talk.bytes(Integer.parseInt(literal.group(1)));
        literals.add(bytes);
        line = line + new String(bytes, StandardCharsets.ISO_8859_1) + talk.line();
        literal = LITERAL.matcher(line);
      }
      lines.add(line);
    } while (!lines.getLast().startsWith(tag + " "));
    assertThat(lines.getLast())
        .as("%s%n%s", command, String.join("\n", lines))
        .startsWith(tag + " " + status);
    return new Reply(List.copyOf(lines), List.copyOf(literals));
  }

  /**
   * APPEND with a synchronising literal.
   *
   * @param arguments mailbox, flags and date, such as {@code INBOX (\Seen)}
   */
  public String append(String arguments, byte[] message) throws IOException {
    String tag = "a" + ++tags;
    talk.say(tag + " APPEND " + arguments + " {" + message.length + "}").expect("+");
    talk.send(message).send("\r\n");
    String line = talk.line();
    while (line.startsWith("* ")) {
      line = talk.line();
    }
    assertThat(line).startsWith(tag + " OK");
    return line;
  }

  @Override
  public void close() throws IOException {
    talk.close();
  }

  /**
   * All lines up to the tagged one.
   *
   * @param literals in the order they came
   */
  public record Reply(List<String> lines, List<byte[]> literals) {

    /** The number in a response code such as {@code [HIGHESTMODSEQ 7]}. */
    public long code(String name) {
      Matcher found = Pattern.compile("\\[" + name + " (\\d+)]").matcher(String.join("\n", lines));
      assertThat(found.find()).as("%s in %s", name, lines).isTrue();
      return Long.parseLong(found.group(1));
    }

    public List<String> untagged() {
      return lines.stream().filter(line -> line.startsWith("* ")).toList();
    }
  }
}
