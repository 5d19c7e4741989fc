package org.godwit.watch.alert;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.godwit.store.StoreException;
import org.godwit.store.alert.AlertBook;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at some things, and writes down what is wrong. For one thread. */
final class Lookout {
  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

  private final String observer;
  private final List<Check> checks;
  private final AlertBook book;

  /**
   * Makes it.
   *
   * @param observer whose machine is looked at; empty is what all have in common
   */
  Lookout(String observer, List<Check> checks, AlertBook book) {
    this.observer = observer;
    this.checks = List.copyOf(checks);
    this.book = book;
  }

  /**
   * Looks once.
   *
   * @throws StoreException when the database cannot be asked
   */
  void look() {
    List<Sighting> seen = new ArrayList<>();
    Set<AlertKind> unknown = EnumSet.noneOf(AlertKind.class);
    for (Check check : checks) {
      try {
        seen.addAll(check.look());
      } catch (StoreException e) {
        throw e;
      } catch (Check.Unknown e) {
        LOG.debug("{} cannot be told", check.kinds(), e); // doctor and the log of others say why
        unknown.addAll(check.kinds());
      } catch (RuntimeException e) { // must not keep us from the others
        LOG.warn("{} cannot be told", check.kinds(), e);
        unknown.addAll(check.kinds());
      }
    }
    book.saw(observer, seen);
    if (!unknown.isEmpty()) {
      book.unknown(observer, unknown);
    }
  }
}
