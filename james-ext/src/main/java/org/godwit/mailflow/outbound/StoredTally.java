package org.godwit.mailflow.outbound;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import javax.inject.Inject;
import org.godwit.store.StoreException;
import org.godwit.store.policy.TlsSessions;
import org.godwit.store.policy.TlsSessions.Alike;
import org.godwit.store.policy.TlsSessions.Day;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts in the database: one statement a connection. What cannot be counted is not. */
final class StoredTally implements TlsTally {
  private static final Logger LOG = LoggerFactory.getLogger(StoredTally.class);

  private final TlsSessions sessions;
  private final Clock clock;

  @Inject
  StoredTally(TlsSessions sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public void good(Hop hop) {
    count(hop, "", "", "");
  }

  @Override
  public void bad(Hop hop, TlsFailure failure, String reason) {
    count(hop, hop.host(), failure.word(), String.valueOf(reason));
  }

  private void count(Hop hop, String mx, String result, String reason) {
    if (hop.asked().isEmpty()) {
      return;
    }
    Asked asked = hop.asked().get();
    Day day = new Day(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), asked.domain());
    String address = hop.address().getAddress().getHostAddress();
    try {
      sessions.count(
          day,
          new Alike(
              asked.kind().word(),
              mx,
              result,
              String.join("\n", asked.text()),
              address,
              reason,
              1));
    } catch (StoreException e) {
      LOG.atInfo().addKeyValue("reason", e.getMessage()).log("a connection was not counted");
    }
  }
}
