package org.godwit.store.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses with and without letters beyond ASCII (6531 §3.3). */
class UnicodeAddressTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "joe@example.org,           joe@example.org,           joe@example.org",
        "\"joe\"@example.org,       joe@example.org,           joe@example.org",
        "\"a b\"@example.org,       \"a b\"@example.org,       \"a b\"@example.org",
        "j\u00f6rg@example.org,     j\u00f6rg@example.org,     j\u00f6rg@example.org",
        "\"j\u00f6rg\"@example.org, j\u00f6rg@example.org,     j\u00f6rg@example.org",
        "jo\u0308rg@example.org,    j\u00f6rg@example.org,     j\u00f6rg@example.org",
        "J\u00d6RG@Example.Org,     J\u00d6RG@example.org,     j\u00f6rg@example.org",
        "joe@b\u00fccher.example,   joe@xn--bcher-kva.example, joe@xn--bcher-kva.example",
      })
  void reads(String written, String text, String user) throws AddressException {
    MailAddress address = UnicodeAddress.parse(written);

    assertThat(UnicodeAddress.text(address)).isEqualTo(text);
    assertThat(UnicodeAddress.user(address).asString()).isEqualTo(user);
    assertThat(UnicodeAddress.of(UnicodeAddress.user(address))).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@", "joe", "joe@", "@example.org", "j\u00f6 rg@example.org"})
  void refuses(String written) {
    assertThatThrownBy(() -> UnicodeAddress.parse(written)).isInstanceOf(AddressException.class);
  }
}
