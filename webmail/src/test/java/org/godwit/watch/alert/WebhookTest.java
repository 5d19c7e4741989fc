package org.godwit.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire to the administrator's address. */
class WebhookTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));

  private CalledAddress address;

  @BeforeEach
  void open() throws Exception {
    address = new CalledAddress();
  }

  @AfterEach
  void close() throws Exception {
    address.close();
  }

  private Webhook webhook(String secret) {
    return webhook(address.address(), secret, Duration.ofSeconds(20));
  }

  private static Webhook webhook(InetSocketAddress at, String secret, Duration patience) {
    URI uri = URI.create("http://127.0.0.1:" + at.getPort() + "/alerts?team=mail");
    return new Webhook(new AlertSettings.Target(uri, secret), CLOCK, patience);
  }

  @Test
  void aCallIsJsonWithItsTimeAndASignatureOfBoth() throws Exception {
    address.answers("HTTP/1.1 204 No Content\r\n\r\n");
    try (Webhook webhook = webhook("secret")) {
      assertThat(webhook.send("{\"a\":1}")).isEmpty();
    }
    CalledAddress.Request request = address.requests().getFirst();
    assertThat(request.head()).startsWith("POST /alerts?team=mail HTTP/1.1\r\n");
    assertThat(request.header("content-type")).isEqualTo("application/json");
    assertThat(request.header("godwit-timestamp")).isEqualTo("1700000000");
    // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
    assertThat(request.header("godwit-signature"))
        .isEqualTo("sha256=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686");
    assertThat(request.body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void withoutASecretThereIsNoSignature() throws Exception {
    address.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    try (Webhook webhook = webhook("")) {
      assertThat(webhook.send("{}")).isEmpty();
    }
    assertThat(address.requests().getFirst().header("godwit-signature")).isEmpty();
  }

  @Test
  void aRefusalIsAProblem() {
    address.answers("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
    try (Webhook webhook = webhook("")) {
      assertThat(webhook.send("{}")).contains("it answers with 500");
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (CalledAddress inside = new CalledAddress();
        Webhook webhook = webhook("")) {
      inside.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      address.answers(
          "HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:"
              + inside.address().getPort()
              + "/\r\n\r\n");
      assertThat(webhook.send("{}")).contains("it answers with 307");
      assertThat(inside.requests()).isEmpty();
    }
  }

  @Test
  void whoDoesNotAnswerIsNotWaitedForWithoutEnd() {
    address.answers("");
    try (Webhook webhook = webhook(address.address(), "", Duration.ofSeconds(1))) {
      assertThat(webhook.send("{}")).isPresent();
    }
  }

  @Test
  void anAnswerIsNotReadToItsEnd() {
    address.answers("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nand so on");
    try (Webhook webhook = webhook("")) {
      assertThat(webhook.send("{}")).isEmpty();
    }
  }

  @Test
  void whoIsNotThereIsAProblem() throws Exception {
    InetSocketAddress gone = address.address();
    address.close();
    try (Webhook webhook = webhook(gone, "", Duration.ofSeconds(20))) {
      assertThat(webhook.send("{}")).isPresent();
    }
  }
}
