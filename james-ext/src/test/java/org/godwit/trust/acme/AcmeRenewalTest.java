package org.godwit.trust.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.certificate.StoredVault;
import org.godwit.trust.Certificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an authority does, the certificate that works stays. */
@ExtendWith(PostgresExtension.class)
class AcmeRenewalTest {
  private static final List<String> NAMES = List.of("mail.example.test");

  @TempDir private Path folder;
  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
  private final InstantSource clock = time::get;
  private final AtomicBoolean taken = new AtomicBoolean();
  private MoodyAuthority authority;
  private Certificates certificates;
  private StoredVault vault;
  private AcmeRenewal renewal;

  @BeforeEach
  void open(Database database) throws Exception {
    database.run(
        "forgetting certificates",
        on -> {
          try (var statement = on.createStatement()) {
            statement.execute("TRUNCATE certificate, acme_account, acme_answer, acme_state");
            return statement.executeUpdate("INSERT INTO acme_state DEFAULT VALUES");
          }
        });
    authority = new MoodyAuthority(folder.resolve("authority"));
    certificates = Certificates.selfSigned(folder.resolve("own"), "mail.example.test");
    vault = new StoredVault(database);
    renewal = renewal(certificates, NAMES);
  }

  private boolean turn(Runnable work) {
    if (!taken.compareAndSet(false, true)) {
      return false;
    }
    try {
      work.run();
      return true;
    } finally {
      taken.set(false);
    }
  }

  /** With the patience of a slow machine. */
  private AcmeRenewal renewal(Certificates shown, List<String> names) {
    return renewal(shown, names, Duration.ofMinutes(2));
  }

  private AcmeRenewal renewal(Certificates shown, List<String> names, Duration patience) {
    return renewal(shown, new WantedNames(names, List.of(), List.of()), patience);
  }

  private AcmeRenewal renewal(Certificates shown, WantedNames names, Duration patience) {
    AcmeSettings settings =
        new AcmeSettings(
            authority.directory(),
            Optional.of("postmaster@example.test"),
            List.of(),
            ChallengeKind.HTTP_01,
            Optional.of(authority.siteCertificate()),
            Optional.empty(),
            Optional.empty());
    return new AcmeRenewal(settings, vault, this::turn, shown, () -> names, clock, patience);
  }

  @AfterEach
  void close() {
    renewal.close();
    authority.close();
    certificates.close();
  }

  @ParameterizedTest
  @EnumSource(value = Mood.class, mode = EnumSource.Mode.EXCLUDE, names = "WELL")
  void whatTheAuthorityDoesWrongIsToldAndTheCertificateStays(Mood mood) throws Exception {
    renewal.renew(false);
    X509Certificate good = certificates.chain().getFirst();
    assertThat(good.getIssuerX500Principal().getName()).contains("An authority of tests");
    authority.forget();
    authority.become(mood);

    boolean endless = mood.words().equals("took longer");
    try (AcmeRenewal next =
        renewal(certificates, NAMES, endless ? Duration.ofSeconds(3) : Duration.ofMinutes(2))) {
      assertThatThrownBy(() -> next.renew(false))
          .isInstanceOf(OrderFailed.class)
          .hasMessageContaining(mood.words())
          .message()
          .doesNotContain("\u001b", "\n", "Exception");
    }

    assertThat(certificates.chain().getFirst()).isEqualTo(good);
    assertThat(vault.newest().orElseThrow().certificate().ours()).isEqualTo(good);
    assertThat(vault.state().lastFailure().orElseThrow()).contains(mood.words());
    assertThat(vault.state().notBefore()).isAfter(clock.instant());
    assertThat(taken).as("whether it is still somebody's turn").isFalse();
  }

  @Test
  void afterAFailureNothingIsOrderedUntilItsTime() throws Exception {
    authority.become(Mood.BUSY);
    renewal.look();
    assertThat(authority.orders()).isEqualTo(1);
    authority.become(Mood.WELL);
    time.set(time.get().plus(Duration.ofMinutes(9)));
    renewal.look();
    assertThat(authority.orders()).as("too early").isEqualTo(1);
    time.set(time.get().plus(Duration.ofMinutes(4)));
    renewal.look();
    assertThat(authority.orders()).isEqualTo(2);
    assertThat(certificates.isSelfSigned()).isFalse();
    assertThat(vault.state().lastFailure()).isEmpty();
  }

  @Test
  void whoIsAskedToWaitWaitsEvenWhenTheAdminDoesNot() throws Exception {
    authority.become(Mood.LIMITED);
    assertThatThrownBy(() -> renewal.renew(false)).isInstanceOf(OrderFailed.class);
    authority.become(Mood.WELL);
    assertThatThrownBy(() -> renewal.renew(false)).hasMessageContaining("asked us to wait until");
    assertThat(authority.orders()).isEqualTo(1);
    time.set(time.get().plus(Duration.ofHours(2).plusMinutes(5)));
    renewal.renew(false);
    assertThat(certificates.isSelfSigned()).isFalse();
  }

  @Test
  void nobodyMakesUsWaitUntilTheCertificateEnds() {
    authority.become(Mood.LIMITED_FOR_EVER);
    assertThatThrownBy(() -> renewal.renew(false)).isInstanceOf(OrderFailed.class);
    assertThat(vault.state().notBefore())
        .isBeforeOrEqualTo(time.get().plus(Duration.ofDays(7)).plusSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAuthorityThatHasEndedOurAccountGetsAnotherOne(boolean atOnce) throws Exception {
    renewal.renew(false);
    X509Certificate first = certificates.chain().getFirst();
    authority.forget();
    authority.endAccounts(atOnce);

    renewal.renew(false);

    assertThat(certificates.chain().getFirst()).isNotEqualTo(first);
    assertThat(vault.state().lastFailure()).isEmpty();
  }

  @Test
  void theKeyStaysBecauseTlsaRecordsNameItUntilAnotherIsWanted() throws Exception {
    renewal.renew(false);
    PublicKey first = certificates.chain().getFirst().getPublicKey();
    authority.forget();

    renewal.renew(false);

    assertThat(certificates.chain().getFirst().getPublicKey()).isEqualTo(first); // 7671 §5.1
    authority.forget();

    renewal.renew(true);

    assertThat(certificates.chain().getFirst().getPublicKey()).isNotEqualTo(first);
  }

  @Test
  void itIsRenewedAtTwoThirdsOfItsLifeAndNotBefore() throws Exception {
    renewal.look();
    X509Certificate first = certificates.chain().getFirst();
    authority.forget();
    time.set(time.get().plus(Duration.ofDays(54)));
    renewal.look();
    assertThat(certificates.chain().getFirst()).isEqualTo(first);
    time.set(time.get().plus(Duration.ofDays(7)));
    renewal.look();
    assertThat(authority.orders()).isEqualTo(2);
  }

  @Test
  void anotherNodeShowsItAndOrdersNothing() throws Exception {
    renewal.look();
    try (Certificates elsewhere = Certificates.selfSigned(folder.resolve("two"), "localhost");
        AcmeRenewal second = renewal(elsewhere, NAMES)) {
      second.look();
      assertThat(elsewhere.chain()).isEqualTo(certificates.chain());
    }
    assertThat(authority.orders()).isEqualTo(1);
  }

  @Test
  void whileOneNodeOrdersNoOtherDoes() {
    taken.set(true);
    renewal.look();
    assertThat(authority.orders()).isZero();
    assertThatThrownBy(() -> renewal.renew(false)).hasMessageContaining("another node");
    taken.set(false);
    renewal.look();
    assertThat(authority.orders()).isEqualTo(1);
  }

  @Test
  void aNewNameIsOrderedWithinTheHour() throws Exception {
    renewal.look();
    authority.forget();
    try (AcmeRenewal more =
        renewal(certificates, List.of("mail.example.test", "mta-sts.example.test"))) {
      more.look();
    }
    assertThat(authority.orders()).isEqualTo(2);
    assertThat(vault.newest().orElseThrow().certificate().names()).contains("mta-sts.example.test");
  }

  @Test
  void aWishedNameAtWhichNobodyIsFoundDoesNotCostTheOthers() throws Exception {
    authority.cannotReach("autoconfig.example.test");
    WantedNames wanted =
        new WantedNames(
            NAMES, List.of("autoconfig.example.test", "mta-sts.example.test"), List.of());
    try (AcmeRenewal some = renewal(certificates, wanted, Duration.ofMinutes(2))) {
      some.renew(false);
      assertThat(vault.newest().orElseThrow().certificate().names())
          .containsExactly("mail.example.test", "mta-sts.example.test");
      assertThat(some.status().leftOut()).containsExactly("autoconfig.example.test");
      some.look();
      assertThat(authority.orders()).as("it is not ordered again and again").isEqualTo(2);
    }
  }

  @Test
  void aRequiredNameAtWhichNobodyIsFoundIsAFailureThatNamesIt() {
    authority.cannotReach("mail.example.test");
    assertThatThrownBy(() -> renewal.renew(false))
        .hasMessageContaining("mail.example.test")
        .hasMessageContaining("nobody is there");
    assertThat(certificates.isSelfSigned()).isTrue();
    assertThat(vault.answer(ChallengeKind.HTTP_01, "a-token-of-128-bits-or-more")).isEmpty();
  }

  @Test
  void anAuthorityThatWantsItEarlyGetsItEarlyAndHearsWhatItReplaces() throws Exception {
    authority.advise(Instant.now().minusSeconds(7200), Instant.now().minusSeconds(3600));
    renewal.look();
    assertThat(authority.orders()).isEqualTo(1);
    authority.forget();
    renewal.look(); // 9773 §4.2: the window is over
    assertThat(authority.orders()).isEqualTo(2);
    assertThat(authority.replaced()).contains(".");
  }
}
