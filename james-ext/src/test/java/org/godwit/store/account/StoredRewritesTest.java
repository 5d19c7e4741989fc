package org.godwit.store.account;

import org.apache.james.UserEntityValidator;
import org.apache.james.core.Domain;
import org.apache.james.rrt.lib.AbstractRecipientRewriteTable;
import org.apache.james.rrt.lib.RecipientRewriteTableContract;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class StoredRewritesTest implements RecipientRewriteTableContract {
  private StoredRewrites rewrites;

  @BeforeEach
  void prepare() throws Exception {
    setUp();
  }

  @AfterEach
  void clear() throws Exception {
    tearDown();
  }

  @Override
  public void createRecipientRewriteTable() {
    Database database = PostgresExtension.database();
    StoredDomains domains = new StoredDomains(database);
    domains.main(Domain.LOCALHOST);
    rewrites = new StoredRewrites(database);
    rewrites.setUsersRepository(new House(database, domains).users);
    rewrites.setUserEntityValidator(UserEntityValidator.NOOP);
  }

  @Override
  public AbstractRecipientRewriteTable virtualUserTable() {
    return rewrites;
  }
}
