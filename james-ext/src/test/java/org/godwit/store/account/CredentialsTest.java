package org.godwit.store.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.trust.ScramKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class CredentialsTest {
  private static final Username ALICE = Username.of("alice@example.org");
  private static final Username NOBODY = Username.of("nobody@example.org");

  private House house;
  private House otherNode;

  @BeforeEach
  void setUp(Database database) throws Exception {
    StoredDomains domains = new StoredDomains(database);
    domains.main(Domain.of("example.org"));
    house = new House(database, domains);
    otherNode = new House(database, domains);
    house.accounts.create(new NewAccount(ALICE, "secret"));
  }

  @Test
  void theRightPasswordIsRightAgainAndAgain() {
    for (int i = 0; i < 3; i++) {
      assertThat(house.credentials.verify(ALICE, "secret")).isTrue();
      assertThat(house.credentials.verify(ALICE, "Secret")).isFalse();
      assertThat(house.credentials.verify(ALICE, "")).isFalse();
      assertThat(house.credentials.verify(NOBODY, "secret")).isFalse();
    }
  }

  @Test
  void aNewPasswordCountsAtOnceOnAllNodes() {
    assertThat(house.credentials.verify(ALICE, "secret")).isTrue();
    assertThat(otherNode.credentials.verify(ALICE, "secret")).isTrue();

    house.accounts.password(ALICE, "changed");

    assertThat(house.credentials.verify(ALICE, "secret")).isFalse();
    assertThat(otherNode.credentials.verify(ALICE, "secret")).isFalse();
    assertThat(otherNode.credentials.verify(ALICE, "changed")).isTrue();
  }

  @Test
  void aSuspensionCountsAtOnceAndCanBeTakenBack() {
    assertThat(otherNode.credentials.verify(ALICE, "secret")).isTrue();
    house.accounts.suspend(ALICE, true);
    assertThat(otherNode.credentials.verify(ALICE, "secret")).isFalse();
    house.accounts.suspend(ALICE, false);
    assertThat(otherNode.credentials.verify(ALICE, "secret")).isTrue();
  }

  @Test
  void whoIsMadeAgainDoesNotInheritThePassword() throws Exception {
    assertThat(otherNode.credentials.verify(ALICE, "secret")).isTrue();
    house.accounts.delete(ALICE);
    assertThat(otherNode.credentials.verify(ALICE, "secret")).isFalse();
    house.accounts.create(new NewAccount(ALICE, "other"));
    assertThat(otherNode.credentials.verify(ALICE, "secret")).isFalse();
    assertThat(otherNode.credentials.verify(ALICE, "other")).isTrue();
  }

  @Test
  void theScramKeysFitThePassword() {
    assertThat(house.credentials.scram(ALICE).matches("secret")).isTrue();
    house.accounts.password(ALICE, "changed");
    assertThat(house.credentials.scram(ALICE).matches("secret")).isFalse();
    assertThat(house.credentials.scram(ALICE).matches("changed")).isTrue();
  }

  @Test
  void scramTellsNothingAboutWhoExists() {
    ScramKeys stranger = house.credentials.scram(NOBODY);
    ScramKeys known = house.credentials.scram(ALICE);

    assertThat(stranger.iterations()).isEqualTo(known.iterations());
    assertThat(stranger.salt()).hasSameSizeAs(known.salt());
    assertThat(otherNode.credentials.scram(NOBODY).salt())
        .as("the same on all nodes")
        .isEqualTo(stranger.salt());
    assertThat(house.credentials.scram(Username.of("other@example.org")).salt())
        .isNotEqualTo(stranger.salt());
  }

  @Test
  void theSuspendedGetKeysThatFitNoPassword() {
    house.accounts.suspend(ALICE, true);
    assertThat(house.credentials.scram(ALICE).matches("secret")).isFalse();
  }

  @Test
  void aLoginIsNoted() {
    assertThat(house.accounts.find(ALICE).orElseThrow().lastLogin()).isEmpty();
    house.credentials.verify(ALICE, "wrong");
    assertThat(house.accounts.find(ALICE).orElseThrow().lastLogin()).isEmpty();
    house.credentials.verify(ALICE, "secret");
    assertThat(house.accounts.find(ALICE).orElseThrow().lastLogin()).isPresent();
  }

  @Test
  void anImportedPasswordGetsItsHashAtTheFirstLogin(Database database) {
    Username imported = Username.of("imported@example.org");
    house.accounts.addAll(
        List.of(new NewAccount(imported, "moved in")).iterator(), (account, why) -> {});
    assertThat(hash(database, imported)).isNull();

    assertThat(house.credentials.verify(imported, "wrong")).isFalse();
    assertThat(hash(database, imported)).isNull();
    assertThat(house.credentials.verify(imported, "moved in")).isTrue();

    assertThat(hash(database, imported)).startsWith("$argon2id$");
    assertThat(otherNode.credentials.verify(imported, "moved in")).isTrue();
    assertThat(otherNode.credentials.verify(imported, "wrong")).isFalse();
  }

  @Test
  void anImportSaysWhatItLeftOut() throws Exception {
    house.rewrites.addAliasMapping(
        org.apache.james.rrt.lib.MappingSource.fromUser(Username.of("alias@example.org")),
        ALICE.asString());
    List<String> refused = new ArrayList<>();
    List<NewAccount> all = new ArrayList<>();
    IntStream.range(0, 20)
        .forEach(i -> all.add(new NewAccount(Username.of("u" + i + "@example.org"), "pw" + i)));
    all.add(new NewAccount(ALICE, "stolen"));
    all.add(new NewAccount(Username.of("alias@example.org"), "pw"));
    all.add(new NewAccount(Username.of("u1@example.org"), "twice"));
    all.add(new NewAccount(Username.of("x@elsewhere.example"), "pw"));
    all.add(new NewAccount(Username.of("empty@example.org"), ""));

    long added =
        house.accounts.addAll(
            all.iterator(), (account, why) -> refused.add(account.name().asString() + ": " + why));

    assertThat(added).isEqualTo(20);
    assertThat(refused)
        .containsExactlyInAnyOrder(
            "alice@example.org: exists already",
            "alias@example.org: is an alias or a group already",
            "u1@example.org: is there twice",
            "x@elsewhere.example: Domain does not exist in DomainList",
            "empty@example.org: a password has 1 to 1024 characters");
    assertThat(house.credentials.verify(ALICE, "secret")).isTrue();
    assertThat(house.credentials.verify(Username.of("u1@example.org"), "pw1")).isTrue();
    assertThat(house.heard).contains("created u19@example.org").hasSize(21);
  }

  @Test
  void pagesShowEverybodyOnce() {
    List<NewAccount> many =
        IntStream.range(0, 25)
            .mapToObj(i -> new NewAccount(Username.of("u%02d@example.org".formatted(i)), "pw"))
            .toList();
    house.accounts.addAll(many.iterator(), (account, why) -> {});

    List<String> seen = new ArrayList<>();
    java.util.Optional<Username> after = java.util.Optional.empty();
    List<Person> page;
    do {
      page = house.accounts.page(after, 10);
      page.forEach(person -> seen.add(person.name().asString()));
      after = page.isEmpty() ? after : java.util.Optional.of(page.getLast().name());
    } while (!page.isEmpty());
    List<String> all = new ArrayList<>();
    house.accounts.forEach(person -> all.add(person.name().asString()));

    assertThat(seen).hasSize(26).doesNotHaveDuplicates().isSorted().isEqualTo(all);
    assertThat(house.accounts.count()).isEqualTo(26);
    assertThat(house.accounts.countIn(Domain.of("example.org"))).isEqualTo(26);
    assertThat(house.accounts.countIn(Domain.of("example.net"))).isZero();
  }

  @Test
  void anAdministratorIsOneUntilNoMore() throws Exception {
    assertThat(house.users.isAdministrator(ALICE)).isFalse();
    house.accounts.admin(ALICE, true);
    assertThat(otherNode.users.isAdministrator(ALICE)).isTrue();
    house.accounts.admin(ALICE, false);
    assertThat(otherNode.users.isAdministrator(ALICE)).isFalse();
  }

  @Test
  void whoGoesTakesTheirAliasesAlong() throws Exception {
    org.apache.james.rrt.lib.MappingSource alias =
        org.apache.james.rrt.lib.MappingSource.fromUser(Username.of("a@example.org"));
    house.rewrites.addAliasMapping(alias, ALICE.asString());

    assertThat(house.accounts.delete(ALICE)).isTrue();

    assertThat(house.rewrites.getStoredMappings(alias).isEmpty()).isTrue();
    assertThat(house.heard)
        .containsExactly("created " + ALICE.asString(), "removed " + ALICE.asString());
    assertThat(house.accounts.delete(ALICE)).isFalse();
  }

  private static String hash(Database database, Username name) {
    return database.run(
        "looking",
        connection -> {
          try (var select =
              connection.prepareStatement("SELECT password_hash FROM person WHERE name = ?")) {
            select.setString(1, name.asString());
            try (var row = select.executeQuery()) {
              row.next();
              return row.getString(1);
            }
          }
        });
  }
}
