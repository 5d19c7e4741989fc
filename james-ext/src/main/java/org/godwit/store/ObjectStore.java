package org.godwit.store;

import java.io.InputStream;
import java.util.function.Supplier;

/**
 * Object storage, where large bytes may lie that rows of the {@link Database} name. It knows
 * nothing of what they are, and of none whether it is still wanted: the database does.
 *
 * <p>Safe for many threads. Calls block; none that changes anything is made inside a transaction.
 * What fails is a {@link StoreUnavailable}, and may be tried again.
 */
public interface ObjectStore extends AutoCloseable {

  /** Whether so many new bytes are to lie here; if not, they go into the database. */
  boolean takes(long bytes);

  /**
   * A name that was never given before.
   *
   * @param about what it begins with, behind a prefix of ours
   */
  String newName(String about);

  /**
   * Puts bytes. They are durable when this returns.
   *
   * @param name of {@link #newName}
   * @param bytes opens them from the first, more than once where it has to be tried again
   */
  void put(String name, long length, Supplier<InputStream> bytes);

  /**
   * All bytes of an object.
   *
   * @throws StoreException when it is not there, which trying again does not mend
   */
  byte[] get(String name);

  /** Removes an object; that it is not there is as well. */
  void delete(String name);

  @Override
  void close();
}
