package org.godwit.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A CAA record with a wrong name would keep the authority from renewing our certificate. */
class CertifiersTest {

  @ParameterizedTest
  @CsvSource({
    "https://acme-v02.api.letsencrypt.org/directory, letsencrypt.org",
    "https://acme-staging-v02.api.letsencrypt.org/directory, letsencrypt.org",
    "https://acme.zerossl.com/v2/DV90, sectigo.com",
    "https://dv.acme-v02.api.pki.goog/directory, pki.goog",
    "https://ca.in-the-house.example/acme/acme/directory, ",
    "https://notletsencrypt.org/directory, ",
  })
  void anAuthorityIsKnownByItsPlace(URI directory, String name) {
    assertThat(Certifiers.of(directory)).isEqualTo(Optional.ofNullable(name));
  }

  @Test
  void withoutAKnownAuthorityNobodyIsShutOut() {
    DomainRecords records =
        new DomainRecords(
            "here.example", "mail.here.example", List.of(), Optional.empty(), Optional.empty());
    assertThat(records.all()).extracting(DnsRecord::type).isNotEmpty().doesNotContain("CAA");
  }
}
