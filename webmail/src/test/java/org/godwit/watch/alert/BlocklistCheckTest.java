package org.godwit.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.godwit.mailflow.NameServers;
import org.godwit.server.TestNameServer;
import org.godwit.store.alert.Sighting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether our address is on a list, asked of a name server that a test fills. */
class BlocklistCheckTest {
  private TestNameServer names;

  @BeforeEach
  void open() throws IOException {
    names = new TestNameServer();
  }

  @AfterEach
  void close() {
    names.close();
  }

  private BlocklistCheck check(InetSocketAddress server) {
    NameServers servers = new NameServers(Optional.of(server));
    return new BlocklistCheck(
        List.of("list.example"),
        "mx.example.org",
        Optional.empty(),
        servers::session,
        InstantSource.system(),
        Duration.ofHours(6));
  }

  @Test
  void anAddressThatIsListedIsTold() throws Exception {
    names.add("mx.example.org", "A", "9.0.2.25");
    names.add("25.2.0.9.list.example", "A", "127.0.0.2");
    assertThat(check(names.address()).look())
        .extracting(Sighting::words)
        .containsExactly("our address 9.0.2.25 is on the blocklist list.example");
  }

  @Test
  void anAddressThatIsNotListedIsWell() throws Exception {
    names.add("mx.example.org", "A", "9.0.2.25");
    assertThat(check(names.address()).look()).isEmpty();
  }

  @Test
  void aListThatRefusesToAnswerUsListsNothing() throws Exception {
    names.add("mx.example.org", "A", "9.0.2.25");
    names.add("25.2.0.9.list.example", "A", "127.255.255.254"); // asked through a public resolver
    assertThat(check(names.address()).look()).isEmpty();
  }

  @Test
  void anAddressOfAPrivateNetworkIsNotAskedAbout() throws Exception {
    names.add("mx.example.org", "A", "10.1.2.3");
    names.add("3.2.1.10.list.example", "A", "127.0.0.2");
    assertThat(check(names.address()).look()).isEmpty();
  }

  @Test
  void withoutAnAnswerNothingIsKnown() throws IOException {
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      InetSocketAddress silent = (InetSocketAddress) free.getLocalSocketAddress();
      assertThatThrownBy(check(silent)::look).isInstanceOf(Check.Unknown.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.99, 99.2.0.192",
    "2001:db8::1, 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2"
  })
  void anAddressIsAskedAboutFromItsEnd(String address, String name) {
    assertThat(BlocklistCheck.reversed(com.google.common.net.InetAddresses.forString(address)))
        .isEqualTo(name);
  }
}
