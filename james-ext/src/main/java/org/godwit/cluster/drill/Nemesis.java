package org.godwit.cluster.drill;

import java.io.IOException;

/** Does harm to what a drill speaks to. */
public interface Nemesis {
  /** Does none. */
  Nemesis NONE = fault -> "";

  /**
   * Does harm, and undoes it. Returns when both is done, or when clients may go on at once.
   *
   * @param fault which one, counted from zero
   * @return what was done, for people; empty for nothing
   */
  String harm(int fault) throws IOException, InterruptedException;
}
