package org.godwit.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

/** COMPRESS=DEFLATE (RFC 4978), from the other side. */
class CompressTest {

  /** A client that has turned compression on. */
  private static final class Compressed implements AutoCloseable {
    private final Socket socket;
    private final Deflater deflater = new Deflater(9, true);
    private final InputStream in;

    Compressed(Wire wire) throws IOException {
      wire.ok("COMPRESS DEFLATE");
      socket = wire.socket();
      in = new InflaterInputStream(socket.getInputStream(), new Inflater(true), 512);
    }

    void send(byte[] bytes) throws IOException {
      deflater.setInput(bytes);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] piece = new byte[4096];
      for (int n = piece.length; n == piece.length; ) {
        n = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
        out.write(piece, 0, n);
      }
      socket.getOutputStream().write(out.toByteArray());
    }

    void send(String text) throws IOException {
      send(text.getBytes(ISO_8859_1));
    }

    /** All lines up to the tagged one. */
    String until(String tag) throws IOException {
      StringBuilder text = new StringBuilder();
      while (true) {
        int c = in.read();
        text.append((char) c);
        int line = text.lastIndexOf("\n", text.length() - 2) + 1;
        if (c == '\n' && text.substring(line).startsWith(tag + " ")) {
          return text.toString();
        }
      }
    }

    @Override
    public void close() throws IOException {
      deflater.end();
      socket.close();
    }
  }

  @Test
  void commandsAndAnswersPassCompressed() throws Exception {
    try (ImapFixture imap = new ImapFixture();
        Compressed alice = new Compressed(imap.login("alice"))) {
      String message = "Subject: x\r\n\r\n" + "0123456789\r\n".repeat(50_000);
      alice.send("a APPEND INBOX {" + message.length() + "+}\r\n" + message + "\r\nb NOOP\r\n");
      assertThat(alice.until("b")).contains("a OK", "b OK");
      alice.send("c SELECT INBOX\r\nd FETCH 1 BODY[]\r\ne COMPRESS DEFLATE\r\n");
      assertThat(alice.until("e")).contains(message, "d OK").doesNotContain("e OK");
    }
  }

  @Test
  void aDeflaterThatWasLetGoIsNotMissed() throws Exception {
    try (ImapFixture imap = new ImapFixture();
        Compressed alice = new Compressed(imap.login("alice"))) {
      alice.send("a LIST \"\" *\r\n");
      String first = alice.until("a");
      Thread.sleep(11_000); // twice as long as one is kept
      alice.send("a LIST \"\" *\r\n");
      assertThat(alice.until("a")).isEqualTo(first);
    }
  }

  @Test
  void aFewBytesThatBecomeManyAreNotHeld() throws Exception {
    try (ImapFixture imap = new ImapFixture();
        Compressed alice = new Compressed(imap.login("alice"))) {
      alice.send("a NOOP\r\n");
      alice.until("a");
      alice.send(new byte[200 * 1024 * 1024]); // a line without an end, some 200 KB on the wire
      assertThat(alice.until("*")).contains("* BYE");
    }
  }

  @Test
  void rubbishEndsTheConnectionAndNothingElse() throws Exception {
    try (ImapFixture imap = new ImapFixture()) {
      try (Wire alice = imap.login("alice")) {
        alice.ok("COMPRESS DEFLATE");
        alice.send("this does not inflate, whatever one does");
        assertThat(alice.socket().getInputStream().readAllBytes()).isEmpty();
      }
      imap.login("alice").close();
    }
  }
}
