package org.godwit.jmap.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody makes us speak to our own network. */
class PushTargetsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://push.example.org/x",
        "ftp://push.example.org/x",
        "file:///etc/passwd",
        "https:///x",
        "https://user@push.example.org/x",
        "https://push.example.org/x#y",
        "https://push.example.org:8443/x",
        "https://push.example.org/a b",
        "https://push.example.org/\r\nX: y",
        "https://localhost/x",
        "https://a.localhost/x",
        "https://127.0.0.1/x",
        "https://127.1/x",
        "https://2130706433/x",
        "https://0x7f000001/x",
        "https://10.0.0.1/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://192.168.1.1/x",
        "https://172.16.0.1/x",
        "https://100.64.0.1/x",
        "https://0.0.0.0/x",
        "https://255.255.255.255/x",
        "https://224.0.0.1/x",
        "https://[::1]/x",
        "https://[::]/x",
        "https://[fe80::1]/x",
        "https://[fd00::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://[2002:7f00:1::]/x",
        "https://[2001:db8::1]/x",
        "not an address"
      })
  void anAddressInsideIsRefused(String address) {
    assertThat(PushTargets.STRICT.parse(address)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://push.example.org/x?y=z",
        "https://push.example.org:443/x",
        "https://9.9.9.9/x",
        "https://[2620:fe::fe]/x"
      })
  void anAddressInTheWorldIsTaken(String address) {
    assertThat(PushTargets.STRICT.parse(address)).contains(URI.create(address));
  }

  @Test
  void aNameThatStandsForUsIsNotConnectedTo() throws Exception {
    String ours = InetAddress.getLoopbackAddress().getHostName(); // by way of the resolver
    URI trick = new URI("https://" + ours + "/x");
    assertThatThrownBy(() -> PushTargets.STRICT.resolve(trick))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("not out in the world");
    assertThat(new PushTargets(true).resolve(trick).isLoopbackAddress()).isTrue();
  }

  @Test
  void anAnswerIsReadNoFurtherThanItsHead() throws IOException {
    assertThat(PushPost.parse("HTTP/1.1 429 Too Many\r\nRetry-After: 120\r\n\r\n"))
        .isEqualTo(new PushPost.Answer(429, 120));
    assertThat(PushPost.parse("HTTP/1.1 503 x\r\nretry-after: 999999999\r\n\r\n").retryAfter())
        .isEqualTo(3_600);
    assertThatThrownBy(() -> PushPost.parse("SSH-2.0-x\r\n\r\n")).isInstanceOf(IOException.class);
  }
}
