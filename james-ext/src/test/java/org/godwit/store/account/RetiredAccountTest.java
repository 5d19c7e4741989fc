package org.godwit.store.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.user.api.AlreadyExistInUsersRepositoryException;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An account that was deleted and can be had again is nobody, and loses nothing. */
@ExtendWith(PostgresExtension.class)
class RetiredAccountTest {
  private static final Username ALICE = Username.of("alice@example.test");
  private static final String PASSWORD = "correct horse";

  private House house;

  @BeforeEach
  void prepare(Database database) throws Exception {
    StoredDomains domains = new StoredDomains(database);
    domains.main(Domain.of("example.test"));
    house = new House(database, domains);
    house.accounts.create(new NewAccount(ALICE, PASSWORD));
  }

  @Test
  void theyCannotLogInAndOpenSessionsEnd() throws Exception {
    assertThat(house.accounts.retire(ALICE)).isTrue();
    assertThat(house.users.test(ALICE, PASSWORD)).isFalse();
    assertThat(house.heard).contains("barred alice@example.test").doesNotContain("removed");
  }

  @Test
  void theyAreNobodyForMailAndInNoList(Database database) throws Exception {
    house.accounts.retire(ALICE);
    assertThat(house.users.contains(ALICE)).isFalse();
    assertThat(house.users.getUserByName(ALICE)).isNull();
    assertThat(new Addressees(database).plain(ALICE)).isEmpty();
    assertThat(new Addressees(database).rooms(List.of(ALICE))).isEmpty();
    assertThat(house.accounts.find(ALICE)).isEmpty();
    assertThat(house.accounts.count()).isZero();
    assertThat(house.accounts.page(java.util.Optional.empty(), 10)).isEmpty();
  }

  @Test
  void theirAddressIsNotGivenToAnother() {
    house.accounts.retire(ALICE);
    assertThatThrownBy(() -> house.accounts.create(new NewAccount(ALICE, "other")))
        .isInstanceOf(AlreadyExistInUsersRepositoryException.class);
    assertThat(house.accounts.countIn(Domain.of("example.test"))).isEqualTo(1);
  }

  @Test
  void nothingAboutThemCanBeChanged() {
    house.accounts.retire(ALICE);
    assertThat(house.accounts.password(ALICE, "other")).isFalse();
    assertThat(house.accounts.suspend(ALICE, false)).isFalse();
    assertThat(house.accounts.admin(ALICE, true)).isFalse();
    assertThat(house.accounts.retire(ALICE)).as("twice").isFalse();
  }

  @Test
  void whoIsRestoredLogsInWithThePasswordAndTheAliasesOfBefore() throws Exception {
    MappingSource alias = MappingSource.fromUser("al", Domain.of("example.test"));
    house.rewrites.addMapping(alias, Mapping.alias(ALICE.asString()));
    house.accounts.retire(ALICE);
    assertThat(house.accounts.restore(ALICE)).isTrue();
    assertThat(house.users.test(ALICE, PASSWORD)).isTrue();
    assertThat(house.rewrites.getStoredMappings(alias).isEmpty()).isFalse();
    assertThat(house.accounts.restore(ALICE)).as("twice").isFalse();
  }

  @Test
  void whoWasSuspendedIsSoAgainWhenTheyAreRestored() throws Exception {
    house.accounts.suspend(ALICE, true);
    house.accounts.retire(ALICE);
    house.accounts.restore(ALICE);
    assertThat(house.users.test(ALICE, PASSWORD)).isFalse();
    assertThat(house.accounts.find(ALICE).orElseThrow().suspended()).isTrue();
  }

  @Test
  void theyAreListedByWhenTheyWereDeleted() {
    house.accounts.retire(ALICE);
    Instant now = Instant.now().plus(Duration.ofMinutes(1));
    assertThat(house.accounts.retired(now, 10)).extracting(Person::name).containsExactly(ALICE);
    assertThat(house.accounts.retired(now.minus(Duration.ofDays(30)), 10)).isEmpty();
  }

  @Test
  void theyCanBeRemovedForGood() {
    house.accounts.retire(ALICE);
    assertThat(house.accounts.delete(ALICE)).isTrue();
    assertThat(house.accounts.findRetired(ALICE)).isEmpty();
    assertThat(house.heard).contains("removed alice@example.test");
  }
}
