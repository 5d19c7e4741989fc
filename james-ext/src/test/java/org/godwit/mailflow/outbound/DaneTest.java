package org.godwit.mailflow.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.godwit.mailflow.Dnssec;
import org.godwit.mailflow.NameServers;
import org.godwit.mailflow.outbound.TestAuthority.Identity;
import org.godwit.mailflow.outbound.sts.StsPolicies;
import org.godwit.mailflow.outbound.sts.StsPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Certificates that a signed zone names (7672), against a server that shows one. */
class DaneTest {
  private static final String HOST = "mx.there.example";

  private SmtpPeer peer;
  private SignedZone zone;
  private TestAuthority authority;
  private Identity identity;
  private final Tally tally = new Tally();
  private Optional<StsPolicy> policy = Optional.empty();
  private Optional<StsPolicies.Trouble> trouble = Optional.empty();

  /** What was told of connections. */
  private static final class Tally implements TlsTally {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void good(Hop hop) {
      told.add(word(hop) + " good");
    }

    @Override
    public void bad(Hop hop, TlsFailure failure, String reason) {
      told.add(word(hop) + " " + failure.word());
    }

    private static String word(Hop hop) {
      return hop.asked().map(Asked::kind).map(Asked.Kind::word).orElse("nobody");
    }
  }

  @BeforeEach
  void setUp() throws Exception {
    authority = new TestAuthority();
    identity = authority.vouchFor(HOST);
    peer = SmtpPeer.start().withTls(identity.shown());
    zone =
        new SignedZone()
            .add("there.example.", Type.MX, "10 mx.there.example.")
            .add("mx.there.example.", Type.A, "127.0.0.1");
  }

  @AfterEach
  void tearDown() throws Exception {
    peer.close();
    zone.close();
  }

  private String tlsaName() {
    return "_" + peer.port() + "._tcp.mx.there.example.";
  }

  private void tlsa(String text) throws Exception {
    zone.add(tlsaName(), Type.TLSA, text);
  }

  private Site site(Dnssec.Use use) throws Exception {
    NameServers servers = new NameServers(Optional.of(zone.address()));
    Dnssec dnssec = new Dnssec(use, servers, Optional.of(zone.anchor()), Clock.systemUTC());
    Site site =
        new Site(
                peer.port(),
                new DnsJavaMailDns(servers, dnssec),
                domain -> new StsPolicies.Found(policy, trouble),
                tally)
            .start();
    site.send("bob@there.example");
    return site;
  }

  /** The mail as it arrived. */
  private SmtpPeer.Received sent() throws Exception {
    try (Site site = site(Dnssec.Use.AUTO)) {
      await().until(() -> site.outgoing().rows().isEmpty());
      assertThat(peer.mails()).hasSize(1);
      return peer.mails().getFirst();
    }
  }

  /** What is said of the mail that waits; none was sent, in clear or otherwise. */
  private String waiting() throws Exception {
    try (Site site = site(Dnssec.Use.AUTO)) {
      await()
          .until(
              () ->
                  site.outgoing().rows().stream()
                      .anyMatch(row -> new QueuedMail(row.mail()).attempts() > 0));
      assertThat(peer.mails()).isEmpty();
      return site.outgoing().rows().getFirst().mail().getErrorMessage();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"})
  void aCertificateThatTheZoneNamesGetsTheMail(int selector, int matching) throws Exception {
    tlsa(TestAuthority.tlsa(3, selector, matching, identity.certificate()));

    assertThat(sent().tls()).isTrue();
    assertThat(tally.told).containsExactly("tlsa good");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"})
  void aCertificateThatOneOfTheZoneVouchesForGetsTheMail(int selector, int matching)
      throws Exception {
    tlsa(TestAuthority.tlsa(2, selector, matching, authority.certificate));

    assertThat(sent().tls()).isTrue();
  }

  @Test
  void anotherCertificateGetsNothing() throws Exception {
    tlsa(TestAuthority.tlsa(3, 1, 1, authority.certificate));

    assertThat(waiting())
        .isEqualTo(
            "mx.there.example did not prove who it is: the TLS handshake failed:"
                + " (certificate_unknown) its certificate is not what DNS says of it (TLSA)");
    assertThat(peer.connections()).isEqualTo(1);
    assertThat(tally.told).containsExactly("tlsa certificate-not-trusted");
  }

  @Test
  void aReportOfWhatIsWrongIsNotHeldUpByIt() throws Exception {
    tlsa(TestAuthority.tlsa(3, 1, 1, authority.certificate));
    try (Site site = site(Dnssec.Use.AUTO)) {
      site.send(Site.MESSAGE, QueuedMail::goWithoutDemands, "tls@there.example");
      await().until(() -> site.outgoing().rows().size() == 1);

      assertThat(peer.mails())
          .extracting(SmtpPeer.Received::recipients)
          .containsExactly(List.of("RCPT TO:<tls@there.example>"));
    }
  }

  @Test
  void anotherAuthorityGetsNothing() throws Exception {
    tlsa(TestAuthority.tlsa(2, 0, 1, new TestAuthority().certificate));

    assertThat(waiting()).contains("is not what DNS says of it");
  }

  @Test
  void aServersOwnCertificateDoesNotVouchForItself() throws Exception {
    tlsa(TestAuthority.tlsa(2, 0, 1, identity.certificate()));

    assertThat(waiting()).contains("is not what DNS says of it");
  }

  @Test
  void whoIsVouchedForUnderAnotherNameGetsNothing() throws Exception {
    peer.withTls(authority.vouchFor("mx.evil.example").shown());
    tlsa(TestAuthority.tlsa(2, 0, 1, authority.certificate));

    assertThat(waiting()).contains("for another name than mx.there.example");
    assertThat(tally.told).containsExactly("tlsa certificate-host-mismatch");
  }

  @Test
  void whoIsVouchedForUnderTheDomainsNameGetsTheMail() throws Exception {
    peer.withTls(authority.vouchFor("there.example").shown());
    tlsa(TestAuthority.tlsa(2, 0, 1, authority.certificate));

    assertThat(sent().tls()).isTrue();
  }

  @Test
  void whatIsVouchedForNoLongerGetsNothing() throws Exception {
    peer.withTls(authority.vouchFor(HOST, Duration.ofHours(-1)).shown());
    tlsa(TestAuthority.tlsa(2, 0, 1, authority.certificate));

    assertThat(waiting()).contains("vouches for its own");
  }

  @Test
  void neitherNameNorDateMatterWhenTheZoneNamesTheCertificateItself() throws Exception {
    Identity old = authority.vouchFor("mx.evil.example", Duration.ofHours(-1));
    peer.withTls(old.shown());
    tlsa(TestAuthority.tlsa(3, 1, 1, old.certificate()));

    assertThat(sent().tls()).isTrue();
  }

  @Test
  void oneOfSeveralRecordsIsEnough() throws Exception {
    tlsa(TestAuthority.tlsa(3, 1, 1, authority.certificate));
    tlsa(TestAuthority.tlsa(3, 1, 1, identity.certificate()));

    assertThat(sent().tls()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3 1 1 00", "3 1 9 00ff", "3 7 1 00ff", "2 0 0 00ff", "1 1 1 00ff", "255 1 1 00"})
  void recordsThatCannotBeUsedDemandTlsAndNoMore(String unusable) throws Exception {
    tlsa(unusable);

    assertThat(sent().tls()).isTrue();
    assertThat(tally.told).containsExactly("tlsa tlsa-invalid");
  }

  @Test
  void recordsThatCannotBeUsedAllowNoClearText() throws Exception {
    tlsa("1 1 1 00ff");
    peer.withTls(Certificates.none());

    assertThat(waiting()).contains("the TLS handshake failed");
    assertThat(peer.connections()).isEqualTo(1);
  }

  @Test
  void aServerWithoutTlsThatTheZoneSaysHasSomeGetsNothing() throws Exception {
    tlsa(TestAuthority.tlsa(3, 1, 1, identity.certificate()));
    peer.answering("EHLO", "250 peer.example");

    assertThat(waiting()).contains("offers no STARTTLS, which is required");
    assertThat(tally.told).containsExactly("tlsa starttls-not-supported");
  }

  @Test
  void aRecordWithAFalseSignatureHoldsTheMailUp() throws Exception {
    tlsa(TestAuthority.tlsa(3, 1, 1, identity.certificate()));
    zone.forge(tlsaName(), Type.TLSA);

    assertThat(waiting()).startsWith("What mx.there.example has to show (TLSA) cannot be told now");
    assertThat(tally.told).containsExactly("tlsa dnssec-invalid");
    assertThat(peer.connections()).isZero();
  }

  @Test
  void aQuestionThatIsNotAnsweredHoldsTheMailUp() throws Exception {
    zone.fail(tlsaName(), Type.TLSA, Rcode.SERVFAIL);

    assertThat(waiting()).startsWith("What mx.there.example has to show (TLSA) cannot be told now");
    assertThat(peer.connections()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"there.example., MX", "mx.there.example., A"})
  void aFalseSignatureOnTheWayHoldsTheMailUp(String name, String type) throws Exception {
    zone.forge(name, Type.value(type));

    assertThat(waiting()).startsWith("No answer from DNS about");
    assertThat(peer.connections()).isZero();
  }

  @Test
  void aHostThatIsAnAliasIsLookedForUnderItsLastName() throws Exception {
    zone.add("other.example.", Type.MX, "10 alias.example.")
        .add("alias.example.", Type.CNAME, "mx.there.example.");
    tlsa(TestAuthority.tlsa(3, 1, 1, authority.certificate));
    try (Site site = site(Dnssec.Use.AUTO)) {
      site.send("eve@other.example");
      await()
          .until(
              () ->
                  site.outgoing().rows().stream()
                          .filter(row -> new QueuedMail(row.mail()).attempts() > 0)
                          .count()
                      == 2);
      assertThat(peer.mails()).isEmpty();
    }
  }

  @Test
  void aSignedZoneWithoutRecordsDemandsNothing() throws Exception {
    peer.withTls(Certificates.none());

    assertThat(sent().tls()).isFalse();
    assertThat(zone.wasAsked(tlsaName(), Type.TLSA)).isTrue();
  }

  @Test
  void aZoneThatIsNotSignedIsNotAskedWhatItsServersShow() throws Exception {
    zone.add("insecure.example.", Type.MX, "10 mx.insecure.example.")
        .add("mx.insecure.example.", Type.A, "127.0.0.1");
    String name = "_" + peer.port() + "._tcp.mx.insecure.example.";
    zone.add(name, Type.TLSA, TestAuthority.tlsa(3, 1, 1, authority.certificate));
    try (Site site = site(Dnssec.Use.AUTO)) {
      site.send("eve@insecure.example");
      await().until(() -> site.outgoing().rows().isEmpty());

      assertThat(peer.mails()).hasSize(2);
      assertThat(zone.wasAsked(name, Type.TLSA)).isFalse(); // 7672 §2.2.2
    }
  }

  @Test
  void aPolicyHoldsWhereTheZoneSaysNothing() throws Exception {
    policy = Optional.of(new StsPolicy(StsPolicy.Mode.ENFORCE, List.of(HOST), Duration.ofDays(1)));

    assertThat(waiting()).contains("did not prove who it is"); // nobody knows that authority
  }

  @Test
  void aPolicyDoesNotGetInTheWayOfWhatTheZoneSays() throws Exception {
    policy =
        Optional.of(
            new StsPolicy(StsPolicy.Mode.ENFORCE, List.of("mx.else.example"), Duration.ofDays(1)));
    tlsa(TestAuthority.tlsa(3, 1, 1, identity.certificate()));

    assertThat(sent().tls()).isTrue();
  }

  @Test
  void aPolicyThatIsBeingTestedIsReportedOnAndTheMailGoesUnderTls() throws Exception {
    policy = Optional.of(new StsPolicy(StsPolicy.Mode.TESTING, List.of(HOST), Duration.ofDays(1)));

    assertThat(sent().tls()).isTrue();
    assertThat(tally.told).containsExactly("sts certificate-not-trusted", "nobody good");
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FETCHED, sts-policy-fetch-error",
    "NO_POLICY,   sts-policy-invalid",
    "NOT_PROVEN,  sts-webpki-invalid"
  })
  void aPolicyThatCannotBeHadIsReportedOnAndTheMailGoes(StsPolicies.Trouble why, String word)
      throws Exception {
    trouble = Optional.of(why);

    assertThat(sent().tls()).isTrue();
    assertThat(tally.told).containsExactly("sts " + word); // 8460 §4.3
  }

  @Test
  void signedRecordsCountForMoreThanAPolicyThatCannotBeHad() throws Exception {
    trouble = Optional.of(StsPolicies.Trouble.NOT_FETCHED);
    tlsa(TestAuthority.tlsa(3, 1, 1, identity.certificate()));

    assertThat(sent().tls()).isTrue();
    assertThat(tally.told).containsExactly("tlsa good");
  }

  @Test
  void nameServersWithoutSignaturesLeaveMailAsItWas() throws Exception {
    tlsa(TestAuthority.tlsa(3, 1, 1, authority.certificate));
    zone.stopSigning();

    assertThat(sent().tls()).isTrue();
  }

  @Test
  void nameServersThatStopToPassOnSignaturesHoldMailUp() throws Exception {
    try (Site site = site(Dnssec.Use.AUTO)) {
      await().until(() -> site.outgoing().rows().isEmpty());
      zone.stopSigning();
      zone.add("new.example.", Type.MX, "10 mx.there.example.");
      site.send("eve@new.example");
      await()
          .until(
              () ->
                  site.outgoing().rows().stream()
                      .anyMatch(row -> new QueuedMail(row.mail()).attempts() > 0));

      assertThat(peer.mails()).hasSize(1);
    }
  }

  @Test
  void answersAreKeptForAWhile() throws Exception {
    tlsa(TestAuthority.tlsa(3, 1, 1, identity.certificate()));
    try (Site site = site(Dnssec.Use.ALWAYS)) {
      await().until(() -> site.outgoing().rows().isEmpty());
      int first = zone.questions();
      await().until(() -> peer.commands().contains("QUIT")); // no connection is left
      site.send("bob@there.example");
      await().until(() -> peer.mails().size() == 2);

      assertThat(peer.connections()).isEqualTo(2);
      assertThat(zone.questions()).isEqualTo(first);
    }
  }
}
