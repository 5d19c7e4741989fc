package org.godwit.bench;

import java.io.IOException;

/** Just enough SMTP (5321) to make a server work. */
final class SmtpClient implements AutoCloseable {

  private final Wire wire;

  SmtpClient(int port) throws IOException {
    wire = new Wire(port);
    expect("220");
    wire.send("EHLO bench.example.net\r\n");
    expect("250");
  }

  /** Sends a message that has no line with a dot at its start. */
  void deliver(String from, String to, byte[] message) throws IOException {
    wire.add("MAIL FROM:<" + from + ">\r\n"); // 2920 §3.1: in one packet
    wire.add("RCPT TO:<" + to + ">\r\n");
    wire.send("DATA\r\n");
    expect("250");
    expect("250");
    expect("354");
    wire.send(message);
    wire.send(".\r\n");
    expect("250");
  }

  private void expect(String code) throws IOException {
    String line;
    do {
      line = wire.line();
    } while (line.length() > 3 && line.charAt(3) == '-');
    if (!line.startsWith(code)) {
      throw new IOException("expected " + code + ", got " + line);
    }
  }

  @Override
  public void close() throws IOException {
    try (wire) {
      wire.send("QUIT\r\n");
    }
  }
}
