package org.godwit.cluster.drill;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** A connection to a server that speaks in lines. For one thread. */
final class Talk implements AutoCloseable {
  private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,9})}$");

  /** An IMAP server's answer: lines, and the literals in them. */
  record Reply(List<String> lines, List<byte[]> literals) {
    String last() {
      return lines.getLast();
    }
  }

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private int tags;

  Talk(String host, int port, boolean tls, SSLContext trust, Duration patience) throws IOException {
    Socket plain = new Socket();
    plain.connect(new InetSocketAddress(host, port), (int) Math.min(5_000, patience.toMillis()));
    plain.setSoTimeout((int) patience.toMillis());
    plain.setTcpNoDelay(true);
    SSLSocketFactory factory = trust.getSocketFactory();
    socket = tls ? factory.createSocket(plain, host, port, true) : plain;
    in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    out = socket.getOutputStream();
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("the server closed the connection");
      }
      line.write(octet);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** The last line of an SMTP server's answer. */
  String smtp() throws IOException {
    String line = line();
    while (line.length() > 3 && line.charAt(3) == '-') {
      line = line();
    }
    return line;
  }

  /** Asks an SMTP server for something that it must grant. */
  void smtp(String command, String code) throws IOException {
    send(command + "\r\n");
    String answer = smtp();
    if (!answer.startsWith(code)) {
      throw new IOException(answer);
    }
  }

  /** Asks an IMAP server, whatever it answers. */
  Reply imap(String command) throws IOException {
    String tag = "d" + ++tags;
    send(tag + " " + command + "\r\n");
    return imapAnswer(tag);
  }

  /** Puts a message into a mailbox. */
  Reply append(String mailbox, byte[] message) throws IOException {
    String tag = "d" + ++tags;
    send(tag + " APPEND " + mailbox + " {" + message.length + "}\r\n");
    String first = line();
    if (!first.startsWith("+")) {
      return new Reply(List.of(first), List.of());
    }
    send(message);
    send("\r\n");
    return imapAnswer(tag);
  }

  private Reply imapAnswer(String tag) throws IOException {
    List<String> lines = new ArrayList<>();
    List<byte[]> literals = new ArrayList<>();
    while (true) {
      String line = line();
      lines.add(line);
      if (line.startsWith(tag + " ")) {
        return new Reply(lines, literals);
      }
      Matcher literal = LITERAL.matcher(line);
      while (literal.find()) {
        int length = Integer.parseInt(literal.group(1));
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
          throw new EOFException("the server closed the connection");
        }
        literals.add(bytes);
        line = line();
        lines.set(lines.size() - 1, lines.getLast() + line);
        literal = LITERAL.matcher(line);
      }
    }
  }

  /** Whether an IMAP server's answer is OK. */
  static boolean isOk(Reply reply) {
    return reply.last().matches("\\S+ OK.*");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone, as is what was said on it
    }
  }
}
