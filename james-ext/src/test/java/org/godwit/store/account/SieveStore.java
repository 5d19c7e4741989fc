package org.godwit.store.account;

import org.apache.james.sieverepository.api.SieveRepository;
import org.godwit.store.Database;

/** The store of Sieve scripts, for tests of what stands before it. */
public final class SieveStore {

  private SieveStore() {}

  public static SieveRepository of(Database database) {
    return new StoredSieve(database);
  }
}
