package org.godwit.store.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.AliasReverseResolver;
import org.apache.james.rrt.lib.AliasReverseResolverContract;
import org.apache.james.rrt.lib.MappingSource;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class AliasReverseResolverTest implements AliasReverseResolverContract {
  private StoredRewrites rewrites;

  @BeforeEach
  void setUp(Database database) throws Exception {
    StoredDomains domains = new StoredDomains(database);
    domains.main(DOMAIN);
    domains.addDomain(OTHER_DOMAIN);
    rewrites = new House(database, domains).rewrites;
  }

  @Override
  public AliasReverseResolver aliasReverseResolver() {
    return new OwnAddresses(rewrites, new SharedMailboxes(PostgresExtension.database()));
  }

  @Override
  public void addAliasMapping(Username alias, Username user) throws Exception {
    rewrites.addAliasMapping(MappingSource.fromUser(alias), user.asString());
  }

  @Override
  public void addDomainAlias(Domain alias, Domain domain) throws Exception {
    rewrites.addDomainAliasMapping(MappingSource.fromDomain(alias), domain);
  }

  @Override
  public void addGroupMapping(String group, Username user) throws Exception {
    rewrites.addGroupMapping(MappingSource.fromUser(Username.of(group)), user.asString());
  }

  @Test
  void namesBeyondAsciiHaveAliasesToo() throws Exception {
    Username user = Username.of("ann\u00e9@" + DOMAIN.asString());
    String held = UnicodeAddress.of(user).asString();
    for (String alias : List.of("chef\u00e9", "boss")) {
      rewrites.addAliasMapping(MappingSource.fromUser(alias, DOMAIN), held);
    }
    assertThat(aliasReverseResolver().listAddresses(user))
        .map(address -> UnicodeAddress.user(address).getLocalPart())
        .containsExactlyInAnyOrder("ann\u00e9", "chef\u00e9", "boss");
  }
}
