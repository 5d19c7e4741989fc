package org.godwit.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.godwit.store.alert.Alert;
import org.godwit.store.alert.AlertBook;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;

/** What is wrong, and what administrators are told of it. */
final class AlertActions {
  private final AlertBook book;

  AlertActions(Services services) {
    this.book = services.get(AlertBook.class);
  }

  Map<String, Action> all() {
    return Map.of("alert list", this::list, "alert test", this::test);
  }

  /** Those that have held for long enough to be told. */
  private Answer list(Told told) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Alert alert : book.all().alerts()) {
      if (alert.told().isPresent()) {
        rows.add(
            Answer.facts(
                "kind", alert.kind().word(),
                "severity", alert.kind().severity().word(),
                "about", alert.about(),
                "text", alert.words(),
                "advice", alert.kind().advice(),
                "since", alert.since().toString(),
                "told", alert.told().get().toString()));
      }
    }
    return new Answer.Many(rows);
  }

  /** A test goes the way of all others, so that it proves that way. */
  private Answer test(Told told) {
    String who = told.actor().name();
    book.saw("", List.of(Sighting.of(AlertKind.TEST, "", "this is a test, asked for by " + who)));
    return Answer.done("within a minute a test goes to the administrators; in ten it is over");
  }
}
