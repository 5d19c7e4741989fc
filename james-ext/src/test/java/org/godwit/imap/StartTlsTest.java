package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** STARTTLS forgets what came before it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartTlsTest {
  private ImapFixture imap;

  @BeforeAll
  void start() throws Exception {
    imap = new ImapFixture();
  }

  @AfterAll
  void stop() {
    imap.close();
  }

  static Wire secured(Wire clear) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(clear.socket(), "localhost", 0, true);
    socket.startHandshake();
    return new Wire(socket);
  }

  @Test
  void commandsBehindStartTlsInOnePacketAreForgotten() throws Exception {
    try (Wire clear = imap.connect()) {
      clear.send("a STARTTLS\r\nb LOGIN alice secret\r\nc SELECT INBOX\r\n");
      assertThat(clear.line()).startsWith("a OK");
      try (Wire wire = secured(clear)) {
        wire.send("d NOOP\r\n");
        assertThat(wire.line()).startsWith("d OK");
        wire.send("e SELECT INBOX\r\n");
        assertThat(wire.line()).startsWith("e NO"); // nobody is logged in
        wire.ok("LOGIN alice secret");
      }
    }
  }

  @Test
  void startTlsIsOfferedOnceAndOnlyInTheClear() throws Exception {
    try (Wire clear = imap.connect()) {
      assertThat(clear.ok("CAPABILITY").text()).contains("STARTTLS");
      clear.ok("STARTTLS");
      try (Wire wire = secured(clear)) {
        assertThat(wire.ok("CAPABILITY").text()).doesNotContain("STARTTLS");
        wire.bad("STARTTLS");
        wire.ok("LOGIN alice secret");
      }
    }
  }

  @Test
  void largeMessagesPassThroughTls() throws Exception {
    try (Wire clear = imap.connect()) {
      clear.ok("STARTTLS");
      try (Wire wire = secured(clear)) {
        wire.ok("LOGIN bob secret");
        String message = "Subject: x\r\n\r\n" + "0123456789".repeat(300_000);
        wire.append("INBOX", message);
        wire.ok("SELECT INBOX");
        assertThat(wire.ok("FETCH 1 BODY[]").text()).contains(message);
      }
    }
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
