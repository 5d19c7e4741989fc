package org.godwit.mailflow.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.godwit.mailflow.outbound.OutboundSettings.Login;
import org.godwit.mailflow.outbound.OutboundSettings.Security;
import org.godwit.mailflow.outbound.OutboundSettings.SmartHost;
import org.godwit.mailflow.outbound.OutboundSettings.Verify;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS where it can be had (3207, 7435), and smart hosts. */
class TlsTest {
  private SmtpPeer peer;

  @BeforeEach
  void setUp() throws Exception {
    peer = SmtpPeer.start();
  }

  @AfterEach
  void tearDown() throws Exception {
    peer.close();
  }

  private Site byMx() throws Exception {
    Site site = new Site(peer.port());
    site.dns.mx("there.example", 10, "mx.there.example").host("mx.there.example", "127.0.0.1");
    return site.start();
  }

  private Site through(Security security, Login login) throws Exception {
    return through(security, Verify.PASSWORD, login);
  }

  private Site through(Security security, Verify verify, Login login) throws Exception {
    SmartHost smart =
        new SmartHost("localhost", peer.port(), security, verify, Optional.ofNullable(login));
    return new Site(1, settings -> settings.through(smart)).start();
  }

  private static void awaitDone(Site site) {
    await().until(() -> site.outgoing().rows().isEmpty());
  }

  private static String awaitError(Site site) {
    await()
        .until(
            () ->
                site.outgoing().rows().stream()
                    .anyMatch(row -> new QueuedMail(row.mail()).attempts() > 0));
    return site.outgoing().rows().getFirst().mail().getErrorMessage();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anyCertificateWillDo() throws Exception {
    peer.withTls(Certificates.selfSigned());
    try (Site site = byMx()) {
      site.send("bob@there.example");
      awaitDone(site);

      assertThat(peer.mails().getFirst().tls()).isTrue();
      assertThat(peer.mails().getFirst().data()).isEqualTo(Site.MESSAGE);
      assertThat(peer.commands())
          .startsWith("EHLO mail.here.example", "STARTTLS", "EHLO mail.here.example"); // 3207 §4.2
    }
  }

  @Test
  void aFailedHandshakeIsFollowedByOneAttemptInClear() throws Exception {
    peer.withTls(Certificates.none());
    try (Site site = byMx()) {
      site.send("bob@there.example");
      awaitDone(site);

      assertThat(peer.mails().getFirst().tls()).isFalse();
      assertThat(peer.connections()).isEqualTo(2);
      assertThat(peer.commands()).filteredOn("STARTTLS"::equals).hasSize(1);
    }
  }

  @Test
  void aRefusedStarttlsLeavesTheMailInClear() throws Exception {
    peer.withTls(Certificates.selfSigned()).answering("STARTTLS", "454 4.7.0 not now");
    try (Site site = byMx()) {
      site.send("bob@there.example");
      awaitDone(site);

      assertThat(peer.mails().getFirst().tls()).isFalse();
    }
  }

  @Test
  void whatComesBehindTheReplyToStarttlsIsNotBelieved() throws Exception {
    peer.withTls(Certificates.selfSigned()).answering("STARTTLS", "220 go\r\n250 injected");
    try (Site site = byMx()) {
      site.send("bob@there.example");
      awaitDone(site);

      assertThat(peer.mails()).allMatch(mail -> !mail.tls()); // in clear, on a new connection
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Security.class,
      names = {"STARTTLS", "OPPORTUNISTIC"})
  void aSmartHostGetsMailForAllDomainsAtOnceAndThePasswordInsideTls(Security security)
      throws Exception {
    peer.withTls(Certificates.selfSigned()).offering("AUTH LOGIN PLAIN", "8BITMIME");
    try (Site site = through(security, new Login("user", "secret"))) {
      site.send("bob@there.example", "eve@other.example");
      awaitDone(site);

      assertThat(peer.mails()).hasSize(1);
      assertThat(peer.mails().getFirst().recipients()).hasSize(2);
      assertThat(peer.mails().getFirst().tls()).isTrue();
      assertThat(peer.commands()).contains("AUTH PLAIN " + base64("\0user\0secret"));
      assertThat(peer.commands().indexOf("STARTTLS"))
          .isLessThan(peer.commands().indexOf("AUTH PLAIN " + base64("\0user\0secret")));
    }
  }

  @Test
  void implicitTlsBeginsWithTheHandshake() throws Exception {
    peer.tlsFromTheStart(Certificates.selfSigned());
    try (Site site = through(Security.IMPLICIT, null)) {
      site.send("bob@there.example");
      awaitDone(site);

      assertThat(peer.mails().getFirst().tls()).isTrue();
      assertThat(peer.commands()).doesNotContain("STARTTLS");
    }
  }

  @Test
  void authLoginIsSpokenWhereThereIsNoPlain() throws Exception {
    peer.offering("AUTH LOGIN")
        .answering("AUTH LOGIN", "334 VXNlcm5hbWU6")
        .answering(base64("user"), "334 UGFzc3dvcmQ6")
        .answering(base64("secret"), "235 2.7.0 welcome");
    try (Site site = through(Security.OPPORTUNISTIC, new Login("user", "secret"))) {
      site.send("bob@there.example");
      awaitDone(site);

      assertThat(peer.mails()).hasSize(1);
    }
  }

  @Test
  void aWrongPasswordIsTriedAgainAndNeverBouncesMail() throws Exception {
    peer.offering("AUTH PLAIN").answering("AUTH", "535 5.7.8 no");
    try (Site site = through(Security.OPPORTUNISTIC, new Login("user", "wrong"))) {
      site.send("bob@there.example");

      assertThat(awaitError(site)).isEqualTo("535 5.7.8 no");
      assertThat(site.spool().rows()).isEmpty();
    }
  }

  @Test
  void aSmartHostWithoutTheRequiredStarttlsGetsNothing() throws Exception {
    try (Site site = through(Security.STARTTLS, new Login("user", "secret"))) {
      site.send("bob@there.example");

      assertThat(awaitError(site)).contains("offers no STARTTLS");
      assertThat(peer.commands()).noneMatch(line -> line.startsWith("AUTH"));
      assertThat(peer.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }
  }

  @Test
  void aRequiredHandshakeThatFailsIsNotFollowedByClearText() throws Exception {
    peer.withTls(Certificates.none());
    try (Site site = through(Security.STARTTLS, null)) {
      site.send("bob@there.example");

      assertThat(awaitError(site)).contains("TLS handshake failed");
      assertThat(peer.mails()).isEmpty();
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCertificateThatProvesNothingGetsNothingWhereProofIsAsked(Security security)
      throws Exception {
    if (security == Security.IMPLICIT) {
      peer.tlsFromTheStart(Certificates.selfSigned());
    } else {
      peer.withTls(Certificates.selfSigned());
    }
    try (Site site = through(security, Verify.ALWAYS, null)) {
      site.send("bob@there.example");

      assertThat(awaitError(site)).contains("TLS handshake failed");
      assertThat(peer.mails()).isEmpty();
      assertThat(peer.connections()).isEqualTo(1); // and no second one in clear
    }
  }

  @Test
  void withoutStarttlsThereIsNoProof() throws Exception {
    try (Site site = through(Security.OPPORTUNISTIC, Verify.ALWAYS, null)) {
      site.send("bob@there.example");

      assertThat(awaitError(site)).contains("offers no STARTTLS");
      assertThat(peer.mails()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost, true", "127.0.0.1, false"})
  void aCertificateThatIsVouchedForProvesTheNameInIt(String host, boolean proven) throws Exception {
    peer.withTls(Certificates.selfSigned("localhost"));
    SmartHost smart =
        new SmartHost(host, peer.port(), Security.STARTTLS, Verify.ALWAYS, Optional.empty());
    OutboundSettings settings = OutboundSettings.defaults("mail.here.example").through(smart);
    Hop hop = new Hop(host, new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port()));
    try (Dialer dialer =
        new Dialer(settings, new Tls(Certificates.everybodyVouches()), TlsTally.NONE)) {
      if (proven) {
        dialer.dial(List.of(hop)).quit();
        assertThat(peer.commands()).containsSequence("STARTTLS", "EHLO mail.here.example", "QUIT");
      } else {
        assertThatThrownBy(() -> dialer.dial(List.of(hop)))
            .hasMessageContaining("TLS handshake failed");
      }
    }
  }

  private Hop proving(String host) {
    return new Hop(host, new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port()))
        .showing(new Proof.Name());
  }

  private static Dialer trustingDialer() {
    return new Dialer(
        OutboundSettings.defaults("mail.here.example"),
        new Tls(Certificates.everybodyVouches()),
        TlsTally.NONE);
  }

  @Test
  void aServerThatHasToProveItsNameAndDoesGetsMail() throws Exception {
    peer.withTls(Certificates.selfSigned("mx.there.example"));
    try (Dialer dialer = trustingDialer()) {
      dialer.dial(List.of(proving("mx.there.example"))).quit();
      assertThat(peer.commands()).containsSequence("STARTTLS", "EHLO mail.here.example", "QUIT");
    }
  }

  @Test
  void aServerThatHasToProveItsNameAndCannotGetsNothingInClearEither() throws Exception {
    peer.withTls(Certificates.selfSigned("mx.evil.example"));
    try (Dialer dialer = trustingDialer()) {
      assertThatThrownBy(() -> dialer.dial(List.of(proving("mx.there.example"))))
          .isInstanceOfSatisfying(
              Undeliverable.class, e -> assertThat(e.outcome().status()).isEqualTo("4.7.5"));
      assertThat(peer.commands()).containsOnlyOnce("EHLO mail.here.example");
    }
  }

  @Test
  void aServerThatHasToProveItsNameAndOffersNoTlsGetsNothing() {
    try (Dialer dialer = trustingDialer()) {
      assertThatThrownBy(() -> dialer.dial(List.of(proving("mx.there.example"))))
          .isInstanceOfSatisfying(
              Undeliverable.class, e -> assertThat(e.outcome().status()).isEqualTo("4.7.10"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PASSWORD, 192.0.2.1, true",
    "PASSWORD, 127.0.0.1, false",
    "ALWAYS,   127.0.0.1, true",
    "NEVER,    192.0.2.1, false"
  })
  void aPasswordIsSentToWhoProvedItsNameOrIsHere(Verify verify, String address, boolean proof) {
    SmartHost smart =
        new SmartHost(
            "smart.example", 587, Security.STARTTLS, verify, Optional.of(new Login("u", "p")));

    assertThat(smart.mustProve(new InetSocketAddress(InetAddresses.forString(address), 587)))
        .isEqualTo(proof);
  }

  @Test
  void passwordsAreNotPrinted() {
    assertThat(new Login("user", "secret").toString()).doesNotContain("secret");
  }
}
