package org.godwit.watch.alert;

import java.util.List;
import java.util.Set;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;

/** Looks whether something is wrong. May block for seconds; for one thread. */
interface Check {

  /** What it looks for. */
  Set<AlertKind> kinds();

  /**
   * Looks.
   *
   * @return what is wrong now
   * @throws Unknown when it cannot be told: what was wrong goes on
   */
  List<Sighting> look() throws Unknown;

  /** It could not be found out. */
  final class Unknown extends Exception {
    private static final long serialVersionUID = 1L;

    Unknown(String why, Throwable cause) {
      super(why, cause, false, false);
    }
  }
}
