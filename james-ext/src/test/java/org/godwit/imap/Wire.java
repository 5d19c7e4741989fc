package org.godwit.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A raw IMAP client: it says what the test says, byte for byte, and hides nothing. */
final class Wire implements AutoCloseable {
  private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private int tags;

  Wire(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
    line();
  }

  /** On a socket whose greeting was read. */
  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  Socket socket() {
    return socket;
  }

  void send(String bytes) throws IOException {
    send(bytes.getBytes(ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Sends in two writes, with time between them for the first to be read alone. */
  void sendCut(byte[] bytes, int at) throws IOException {
    out.write(bytes, 0, at);
    out.flush();
    pause();
    out.write(bytes, at, bytes.length - at);
    out.flush();
  }

  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One line of an answer, its literals and what follows them included; null at the end. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      String piece = pieceOfLine();
      if (piece == null) {
        return line.isEmpty() ? null : line.toString();
      }
      line.append(piece);
      Matcher literal = LITERAL.matcher(piece);
      if (!literal.find()) {
        return line.toString();
      }
      line.append("\r\n");
      line.append(new String(in.readNBytes(Integer.parseInt(literal.group(1))), ISO_8859_1));
    }
  }

  private String pieceOfLine() throws IOException {
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return piece.toString(ISO_8859_1).stripTrailing();
      }
      piece.write(c);
    }
    return piece.size() == 0 ? null : piece.toString(ISO_8859_1);
  }

  /** All lines up to the tagged one, or to the end of the connection. */
  Reply until(String tag) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(); line != null; line = line()) {
      lines.add(line);
      if (line.startsWith(tag + " ")) {
        break;
      }
    }
    return new Reply(List.copyOf(lines));
  }

  Reply ok(String command) throws IOException {
    return reply(command, "OK");
  }

  Reply no(String command) throws IOException {
    return reply(command, "NO");
  }

  Reply bad(String command) throws IOException {
    return reply(command, "BAD");
  }

  private Reply reply(String command, String status) throws IOException {
    String tag = "t" + ++tags;
    send(tag + " " + command + "\r\n");
    Reply reply = until(tag);
    assertThat(reply.last()).as("%s%n%s", command, reply).startsWith(tag + " " + status);
    return reply;
  }

  Reply append(String mailbox, String message) throws IOException {
    return ok("APPEND " + mailbox + " {" + message.length() + "+}\r\n" + message);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  record Reply(List<String> lines) {
    String last() {
      return lines.isEmpty() ? "" : lines.getLast();
    }

    List<String> untagged() {
      return lines.stream().filter(line -> line.startsWith("* ")).toList();
    }

    String text() {
      return String.join("\n", lines);
    }

    /** The number in a response code such as {@code [HIGHESTMODSEQ 7]}. */
    long code(String name) {
      Matcher found = Pattern.compile("\\[" + name + " (\\d+)").matcher(text());
      assertThat(found.find()).as("%s in %s", name, lines).isTrue();
      return Long.parseLong(found.group(1));
    }

    @Override
    public String toString() {
      return text();
    }
  }
}
