package org.godwit.store.account;

import java.util.function.Consumer;
import org.apache.james.core.Username;

/** A door that knows who has logged in there. Safe for many threads. */
public interface SessionSource {

  /**
   * Somebody who has logged in.
   *
   * @param connection the same object as long as the session lasts
   * @param end ends the session soon; may be called more than once, and never waits
   */
  record Session(Object connection, Username user, Runnable end) {}

  /** Tells of every session there is; who logs in meanwhile may be missed until the next time. */
  void sessions(Consumer<Session> each);
}
