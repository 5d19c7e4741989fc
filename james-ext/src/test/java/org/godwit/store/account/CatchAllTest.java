package org.godwit.store.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class CatchAllTest {
  private static final Domain DOMAIN = Domain.of("example.org");

  private House house;

  @BeforeEach
  void setUp(Database database) throws Exception {
    StoredDomains domains = new StoredDomains(database);
    domains.main(DOMAIN);
    house = new House(database, domains);
    house.users.addUser(Username.of("alice@example.org"), "secret");
    house.users.addUser(Username.of("bob@example.org"), "secret");
    house.rewrites.addAddressMapping(MappingSource.fromDomain(DOMAIN), "alice@example.org");
  }

  @Test
  void takesWhatHasNoOtherHome() throws Exception {
    assertThat(goesTo("anybody")).containsExactly("alice@example.org");
  }

  @Test
  void takesNoMailOfPeopleWhoExist() throws Exception {
    assertThat(goesTo("bob")).isEmpty();
    assertThat(goesTo("alice")).isEmpty();
  }

  @Test
  void takesNoMailOfTheirSubaddresses() throws Exception {
    assertThat(goesTo("bob+news")).isEmpty();
    assertThat(goesTo("nobody+news")).containsExactly("alice@example.org");
  }

  @Test
  void anAliasStandsBeforeIt() throws Exception {
    house.rewrites.addAliasMapping(
        MappingSource.fromUser(Username.of("robert@example.org")), "bob@example.org");

    assertThat(goesTo("robert")).containsExactly("bob@example.org");
  }

  @Test
  void aGroupReachesItsMembersThroughTheirForwards() throws Exception {
    MappingSource team = MappingSource.fromUser(Username.of("team@example.org"));
    house.rewrites.addGroupMapping(team, "alice@example.org");
    house.rewrites.addGroupMapping(team, "bob@example.org");
    MappingSource bob = MappingSource.fromUser(Username.of("bob@example.org"));
    house.rewrites.addForwardMapping(bob, "bob@example.org"); // keeps a copy
    house.rewrites.addForwardMapping(bob, "bob@elsewhere.example");

    assertThat(goesTo("team"))
        .containsExactlyInAnyOrder("alice@example.org", "bob@example.org", "bob@elsewhere.example");
  }

  @Test
  void anAliasDomainHasTheSamePeople() throws Exception {
    Domain other = Domain.of("example.net");
    house.rewrites.addMapping(MappingSource.fromDomain(other), Mapping.domainAlias(DOMAIN));

    assertThat(house.rewrites.getResolvedMappings("bob", other).asStream().map(Mapping::asString))
        .containsExactly("bob@example.org");
  }

  private Iterable<String> goesTo(String local) throws Exception {
    return house
        .rewrites
        .getResolvedMappings(local, DOMAIN)
        .asStream()
        .map(Mapping::getMappingValue)
        .toList();
  }
}
