package org.godwit.store.backup;

import org.godwit.store.DatabaseSettings;

/** Where a backup can be restored for a while, without harm to anything. */
public interface ProofPlace {

  /**
   * Makes an empty database.
   *
   * @param bytes that will be put there
   * @throws NoPlace when it cannot be made, with the reason
   */
  Scratch open(long bytes) throws NoPlace;

  /** An empty database, which goes when it is closed. */
  interface Scratch extends AutoCloseable {

    /** How to reach it. */
    DatabaseSettings database();

    @Override
    void close();
  }

  /** There is none. Its message is one line for an administrator. */
  final class NoPlace extends Exception {
    private static final long serialVersionUID = 1L;

    NoPlace(String message) {
      super(message);
    }

    NoPlace(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
