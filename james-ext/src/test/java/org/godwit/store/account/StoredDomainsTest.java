package org.godwit.store.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.domainlist.lib.DomainListContract;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class StoredDomainsTest implements DomainListContract {
  private StoredDomains domains;

  @BeforeEach
  void setUp(Database database) {
    domains = new StoredDomains(database);
    domains.main(Domain.LOCALHOST);
  }

  @Override
  public DomainList domainList() {
    return domains;
  }

  @Test
  void thereIsOneMainDomainAndItCannotBeRemoved() throws DomainListException {
    domains.main(DOMAIN_1);

    assertThat(domains.getDefaultDomain()).isEqualTo(DOMAIN_1);
    assertThatThrownBy(() -> domains.removeDomain(DOMAIN_1))
        .isInstanceOf(DomainListException.class);
    domains.removeDomain(Domain.LOCALHOST);
    assertThat(domains.getDomains()).containsExactly(DOMAIN_1);
  }

  @Test
  void anotherNodeSeesADomainAtOnce(Database database) throws DomainListException {
    StoredDomains other = new StoredDomains(database);
    assertThat(other.containsDomain(DOMAIN_1)).isFalse();
    domains.addDomain(DOMAIN_1);
    assertThat(other.containsDomain(DOMAIN_1)).isTrue();
  }

  @Test
  void withoutAMainDomainAskingForItFailsClearly(Database database) {
    PostgresExtension.empty();
    assertThatThrownBy(() -> new StoredDomains(database).getDefaultDomain())
        .isInstanceOf(DomainListException.class)
        .hasMessageContaining("no main domain");
  }
}
