package org.godwit.store;

/** What callers of a store see while the database is away. */
public final class StoreAway {
  private StoreAway() {}

  public static StoreUnavailable now() {
    return new StoreUnavailable("asking a database that is away", false, null);
  }
}
