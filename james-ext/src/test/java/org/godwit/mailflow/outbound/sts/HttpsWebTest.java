package org.godwit.mailflow.outbound.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.godwit.mailflow.outbound.Certificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy comes from whoever proves the name, and from nowhere else (8461 §3.3). */
class HttpsWebTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n";

  private SSLServerSocket door;
  private volatile String asked = "";

  @AfterEach
  void close() throws IOException {
    door.close();
  }

  /** A web server whose certificate names a host. */
  private HttpsWeb web(String certified, String answer, Duration patience) throws Exception {
    door =
        (SSLServerSocket)
            Certificates.selfSigned(certified)
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(() -> serve(answer));
    SSLContext client = SSLContext.getInstance("TLS");
    client.init(null, Certificates.everybodyVouches(), null);
    return new HttpsWeb(
        host -> List.of(InetAddress.getLoopbackAddress()),
        client.getSocketFactory(),
        door.getLocalPort(),
        patience);
  }

  private HttpsWeb web(String answer) throws Exception {
    return web("mta-sts.a.example", answer, Duration.ofSeconds(30));
  }

  private void serve(String answer) {
    try (SSLSocket one = (SSLSocket) door.accept()) {
      byte[] bytes = new byte[4096];
      int length = one.getInputStream().read(bytes);
      asked = new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII);
      one.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      if (answer.isEmpty()) {
        one.getInputStream().readAllBytes(); // says nothing until the other side goes
      }
    } catch (IOException ended) {
      // whoever asked does not want to hear more
    }
  }

  @Test
  void aPolicyIsAskedForAtItsPlace() throws Exception {
    try (HttpsWeb web = web(OK + "version: STSv1\n")) {
      assertThat(web.fetch("a.example")).isEqualTo("version: STSv1\n");
      assertThat(asked)
          .startsWith("GET /.well-known/mta-sts.txt HTTP/1.0\r\n")
          .contains("Host: mta-sts.a.example\r\n");
    }
  }

  @Test
  void whoHasACertificateOfAnotherNameIsNotBelieved() throws Exception {
    try (HttpsWeb web = web("mta-sts.b.example", OK + "x", Duration.ofSeconds(30))) {
      assertThatThrownBy(() -> web.fetch("a.example")).isInstanceOf(IOException.class);
      assertThat(asked).doesNotContain("GET");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 301 Moved\r\nLocation: https://b.example/\r\nContent-Type: text/plain\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\n",
        "HTTP/1.1 2000 OK\r\nContent-Type: text/plain\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>",
        "HTTP/1.1 200 OK\r\n\r\nversion: STSv1",
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n",
        "SSH-2.0-x\r\n"
      })
  void anAnswerThatIsNoneIsRefused(String answer) throws Exception {
    try (HttpsWeb web = web(answer)) {
      assertThatThrownBy(() -> web.fetch("a.example")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aPolicyThatIsTooLongIsRefused() throws Exception {
    try (HttpsWeb web = web(OK + "x".repeat(64 * 1024 + 1))) {
      assertThatThrownBy(() -> web.fetch("a.example")).hasMessageContaining("too long");
    }
  }

  @Test
  void whoDoesNotAnswerIsNotWaitedForWithoutEnd() throws Exception {
    try (HttpsWeb web = web("mta-sts.a.example", "", Duration.ofSeconds(2))) {
      assertThatThrownBy(() -> web.fetch("a.example")).isInstanceOf(IOException.class);
    }
  }
}
