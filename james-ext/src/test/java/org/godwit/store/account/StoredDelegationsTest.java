package org.godwit.store.account;

import org.apache.james.user.api.DelegationStore;
import org.apache.james.user.api.DelegationStoreContract;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class StoredDelegationsTest implements DelegationStoreContract {
  @Override
  public DelegationStore testee() {
    return new StoredDelegations(PostgresExtension.database());
  }
}
