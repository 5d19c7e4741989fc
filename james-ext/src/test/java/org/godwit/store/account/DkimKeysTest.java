package org.godwit.store.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.james.core.Domain;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.account.DkimKeys.State;
import org.godwit.trust.dkim.DkimAlgorithm;
import org.godwit.trust.dkim.DkimKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A domain has keys from the first question on, and they change without a gap. */
@ExtendWith(PostgresExtension.class)
class DkimKeysTest {
  private static final Domain HERE = Domain.of("here.example");
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-11-30T04:00:00Z"));

  private Database database;
  private StoredDomains domains;
  private DkimKeys keys;

  @BeforeEach
  void setUp(Database database) throws Exception {
    this.database = database;
    domains = new StoredDomains(database);
    domains.addDomain(HERE);
    keys = new DkimKeys(database, NOW);
  }

  private static List<String> shown(List<DkimKeys.Kept> kept) {
    return kept.stream().map(one -> one.state() + " " + one.key().selector()).toList();
  }

  @Test
  void aDomainSignsWithAKeyOfEachKindFromTheFirstQuestionOn() {
    List<DkimKey> made = keys.signing("here.example");

    assertThat(made)
        .extracting(DkimKey::algorithm)
        .containsExactly(DkimAlgorithm.RSA, DkimAlgorithm.ED25519);
    assertThat(made)
        .extracting(DkimKey::name)
        .containsExactly(
            "rsa-20261130._domainkey.here.example", "ed25519-20261130._domainkey.here.example");
    assertThat(made.getFirst().record()).startsWith("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0B");
    assertThat(made.getLast().record()).matches("v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=");
  }

  @Test
  void anotherNodeHasTheSameKeys() {
    List<String> records = keys.signing("here.example").stream().map(DkimKey::record).toList();

    assertThat(new DkimKeys(database, NOW).signing("here.example"))
        .extracting(DkimKey::record)
        .isEqualTo(records);
  }

  @Test
  void aDomainThatIsNotOursHasNoKeysAndGetsNone() {
    assertThat(keys.signing("there.example")).isEmpty();
    assertThat(keys.of(Domain.of("there.example"))).isEmpty();
  }

  @Test
  void theOldKeysSignUntilTheNewOnesAreTold() {
    keys.signing("here.example");

    assertThat(shown(keys.next(HERE)))
        .containsExactly(
            "SIGNING rsa-20261130",
            "SIGNING ed25519-20261130",
            "NEXT rsa-20261130-2",
            "NEXT ed25519-20261130-2");
    assertThat(keys.signing("here.example"))
        .extracting(DkimKey::selector)
        .containsExactly("rsa-20261130", "ed25519-20261130");
    assertThat(shown(keys.next(HERE))).as("asked for twice").hasSize(4);
  }

  @Test
  void theNewKeysSignAtOnceAndTheOldOnesStayPublished() {
    keys.signing("here.example");
    keys.next(HERE);

    assertThat(keys.activate(HERE)).isTrue();

    assertThat(keys.signing("here.example"))
        .extracting(DkimKey::selector)
        .containsExactly("rsa-20261130-2", "ed25519-20261130-2");
    assertThat(shown(keys.of(HERE))).contains("RETIRED rsa-20261130", "RETIRED ed25519-20261130");
  }

  @Test
  void withoutNewKeysNothingChanges() {
    List<String> before = shown(keys.of(HERE));

    assertThat(keys.activate(HERE)).isFalse();
    assertThat(shown(keys.of(HERE))).isEqualTo(before);
  }

  @Test
  void aKeyThatSignsCannotBeForgotten() {
    keys.of(HERE);
    keys.next(HERE);
    keys.activate(HERE);

    assertThat(keys.forget(HERE, "rsa-20261130")).as("retired").isTrue();
    assertThat(keys.forget(HERE, "rsa-20261130-2")).as("signing").isFalse();
    assertThat(shown(keys.of(HERE)))
        .containsExactly(
            "SIGNING rsa-20261130-2", "SIGNING ed25519-20261130-2", "RETIRED ed25519-20261130");
  }

  @Test
  void theKeysGoWithTheirDomain() throws Exception {
    String before = keys.of(HERE).getFirst().key().record();
    domains.main(Domain.LOCALHOST);
    domains.removeDomain(HERE);
    domains.addDomain(HERE);

    assertThat(keys.of(HERE).getFirst().key().record()).isNotEqualTo(before);
    assertThat(keys.of(HERE)).extracting(DkimKeys.Kept::state).containsOnly(State.SIGNING);
  }

  @Test
  void aKeyIsNeverShownAsText() {
    assertThat(keys.signing("here.example").getFirst())
        .hasToString("rsa-20261130._domainkey.here.example rsa");
  }
}
