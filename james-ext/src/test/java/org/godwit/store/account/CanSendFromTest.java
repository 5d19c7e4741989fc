package org.godwit.store.account;

import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.lib.CanSendFromContract;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class CanSendFromTest implements CanSendFromContract {
  private StoredRewrites rewrites;

  @BeforeEach
  void setUp(Database database) throws Exception {
    StoredDomains domains = new StoredDomains(database);
    domains.main(DOMAIN);
    domains.addDomain(OTHER_DOMAIN);
    rewrites = new House(database, domains).rewrites;
  }

  @Override
  public CanSendFrom canSendFrom() {
    return new OwnAddresses(rewrites, new SharedMailboxes(PostgresExtension.database()));
  }

  @Override
  public void addAliasMapping(Username alias, Username user) throws Exception {
    rewrites.addAliasMapping(MappingSource.fromUser(alias), user.asString());
  }

  @Override
  public void addDomainMapping(Domain alias, Domain domain, Mapping.Type type) throws Exception {
    if (type == Mapping.Type.Domain) {
      rewrites.addDomainMapping(MappingSource.fromDomain(alias), domain);
    } else {
      rewrites.addDomainAliasMapping(MappingSource.fromDomain(alias), domain);
    }
  }

  @Override
  public void addGroupMapping(String group, Username user) throws Exception {
    rewrites.addGroupMapping(MappingSource.fromUser(Username.of(group)), user.asString());
  }
}
