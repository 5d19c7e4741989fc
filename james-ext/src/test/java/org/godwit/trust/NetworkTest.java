package org.godwit.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0/24",
    "192.0.2.77/24, 192.0.2.0/24",
    "192.0.2.77, 192.0.2.77/32",
    "0.0.0.0/0, 0.0.0.0/0",
    "10.255.255.255/9, 10.128.0.0/9",
    "2001:DB8:0:0::1/32, 2001:db8::/32",
    "::1, ::1/128"
  })
  void isWrittenByItsFirstAddress(String text, String written) {
    assertThat(Network.parse(text)).hasToString(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "example.org",
        "192.0.2.0/33",
        "192.0.2.0/-1",
        "192.0.2.0/08",
        "192.0.2/24",
        "::/129",
        "192.0.2.0/24/24"
      })
  void whatIsNoRangeIsRefused(String text) {
    assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.128/25, 192.0.2.255, true",
    "192.0.2.128/25, 192.0.2.127, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false"
  })
  void holdsAddressesThatShareItsBits(String network, String address, boolean held) {
    assertThat(Network.parse(network).contains(InetAddresses.forString(address))).isEqualTo(held);
  }

  @Test
  void holdsNoAddressOfAnotherKind() {
    assertThat(Network.parse("0.0.0.0/0").contains(InetAddresses.forString("2001:db8::1")))
        .isFalse();
    assertThat(Network.parse("::/0").contains(InetAddresses.forString("192.0.2.1"))).isFalse();
  }
}
