package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
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
    Reply reply = ask(command);
    assertThat(reply.status())
        .as("%s%n%s", command, String.join("\n", reply.lines()))
        .isEqualTo(status);
    return reply;
  }

  /** Whatever it answers; an EOFException when it hangs up. */
  public Reply ask(String command) throws IOException {
    String tag = "a" + ++tags;
    talk.say(tag + " " + command);
    return answer(tag);
  }

  private Reply answer(String tag) throws IOException {
    List<String> lines = new ArrayList<>();
    List<byte[]> literals = new ArrayList<>();
    do {
      String line = talk.line();
      if (line == null) {
        throw new EOFException("the server hung up after " + lines);
      }
      Matcher literal = LITERAL.matcher(line);
      while (literal.find()) {
        byte[] bytes = talk.bytes(Integer.parseInt(literal.group(1)));
        literals.add(bytes);
        line = line + new String(bytes, StandardCharsets.ISO_8859_1) + talk.line();
        literal = LITERAL.matcher(line);
      }
      lines.add(line);
    } while (!lines.getLast().startsWith(tag + " "));
    return new Reply(List.copyOf(lines), List.copyOf(literals));
  }

  /**
   * APPEND with a synchronising literal.
   *
   * @param arguments mailbox, flags and date, such as {@code INBOX (\Seen)}
   */
  public String append(String arguments, byte[] message) throws IOException {
    Reply reply = askToAppend(arguments, message);
    assertThat(reply.status()).as("%s", reply.lines()).isEqualTo("OK");
    return reply.lines().getLast();
  }

  /** The same, whatever it answers. */
  public Reply askToAppend(String arguments, byte[] message) throws IOException {
    String tag = "a" + ++tags;
    String first = talk.say(tag + " APPEND " + arguments + " {" + message.length + "}").line();
    if (first == null) {
      throw new EOFException("the server hung up");
    }
    if (!first.startsWith("+")) {
      return new Reply(List.of(first), List.of());
    }
    talk.send(message).send("\r\n");
    return answer(tag);
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

    /** OK, NO or BAD. */
    public String status() {
      return lines.getLast().split(" ", 3)[1];
    }

    public List<String> untagged() {
      return lines.stream().filter(line -> line.startsWith("* ")).toList();
    }
  }
}
