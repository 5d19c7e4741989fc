package org.godwit.mailview.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses of pictures are understood, and which machines are asked. */
class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "http://e.example.org,                    http://e.example.org/",
    "HTTPS://E.Example.org:443/a%20b?c=d#e,   https://e.example.org/a%20b?c=d",
    "https://e.example.org/a b|c,             https://e.example.org/a%20b%7Cc",
    "http://e.example.org:8080/,              http://e.example.org:8080/",
    "http://93.184.216.34/x,                  http://93.184.216.34/x",
    "http://[2606:2800:220:1::1]/,            http://[2606:2800:220:1::1]/",
    "http://müller.de/ä,                      http://xn--mller-kva.de/%C3%A4",
  })
  void reads(String url, String understood) {
    assertThat(Target.of(url).map(Target::url)).hasValue(understood);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "e.example.org/x",
        "//e.example.org/x",
        "file:///etc/passwd",
        "ftp://e.example.org/",
        "gopher://127.0.0.1:25/x",
        "javascript:x",
        "data:image/png;base64,AA",
        "jar:http://e.example.org/x!/y",
        "http:/e.example.org",
        "http:e.example.org",
        "http://",
        "http:///x",
        "http://?x",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://godwit/",
        "http://x.localhost/",
        "http://x.local/",
        "http://metadata.google.internal/",
        "http://router.lan/",
        "http://x.home.arpa/",
        "http://2130706433/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0X7F.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.0.0.01/",
        "http://127.0.0.1./",
        "http://127.0.0.1.example.1/",
        "http://127.0.0.256/",
        "http://1.2.3.4.5/",
        "http://user@e.example.org/",
        "http://user:password@e.example.org/",
        "http://e.example.org@127.0.0.1/",
        "http://e.example.org:80@127.0.0.1/",
        "http://127.0.0.1\\@e.example.org/",
        "http://e.example.org\\@127.0.0.1/",
        "http://e.example.org%00.127.0.0.1/",
        "http://e.example.org%2f@127.0.0.1/",
        "http://e.example.org:x/",
        "http://[::1%25lo]/",
        "http://[fe80::1%eth0]/",
        "http://[::ffff:127.0.0.1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://1\u3002127.0.0.1/",
        "http://e..example.org/",
        "http://-e.example.org/",
        "http://e example.org/",
        "http://e.example.org\r\nHost: x/",
      })
  void refuses(String url) {
    assertThat(Target.of(url)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:7f00:1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:53aa:64c:0:7f:80ff:fffe",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void closedAddressesAreNotAsked(String address) throws UnknownHostException {
    assertThat(AddressPolicy.PUBLIC.allows(InetAddress.getByName(address), 80)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700::1",
        "2a00:1450::1",
        "::ffff:1.1.1.1"
      })
  void openAddressesAreAskedAtThePortsOfTheWebAlone(String address) throws UnknownHostException {
    InetAddress open = InetAddress.getByName(address);
    assertThat(AddressPolicy.PUBLIC.allows(open, 80)).isTrue();
    assertThat(AddressPolicy.PUBLIC.allows(open, 443)).isTrue();
    for (int port : new int[] {0, 22, 25, 81, 8080, 5432, 6379, 65535}) {
      assertThat(AddressPolicy.PUBLIC.allows(open, port)).as("port %d", port).isFalse();
    }
  }
}
