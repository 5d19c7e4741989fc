package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of JMAP is where it can be reached. */
class JmapAddressTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0:443,  0.0.0.0:143,   https://mail.example.org/jmap/session",
    "0.0.0.0:8443, 127.0.0.1:143, https://mail.example.org:8443/jmap/session",
    "127.0.0.1:8443, 127.0.0.1:143, https://localhost:8443/jmap/session",
    "127.0.0.1:8443, 0.0.0.0:143, ''",
    "127.0.0.1:0,  127.0.0.1:143, ''",
    "off,          0.0.0.0:143,   ''"
  })
  void isToldWhereItIsKnown(String https, String imap, String told) {
    ServerSettings.Listen usual = ServerSettings.Listen.loopback();
    ServerSettings settings =
        ServerSettings.defaults("mail.example.org", "example.org", Path.of("data"))
            .with(
                new ServerSettings.Listen(
                    usual.smtp(),
                    usual.submission(),
                    usual.submissions(),
                    usual.lmtp(),
                    door(imap),
                    usual.imaps(),
                    usual.pop3(),
                    usual.pop3s(),
                    usual.managesieve(),
                    usual.http(),
                    door(https)));
    assertThat(JmapAddress.of(settings).map(Object::toString).orElse("")).isEqualTo(told);
  }

  private static Optional<InetSocketAddress> door(String address) {
    String[] parts = address.split(":", -1);
    return parts.length == 1
        ? Optional.empty()
        : Optional.of(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])));
  }
}
