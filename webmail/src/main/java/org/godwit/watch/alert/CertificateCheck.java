package org.godwit.watch.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;

/**
 * Whether the certificate that this machine shows ends soon. Whoever renews it by themselves does
 * so long before.
 *
 * @param end when it ends, asked each time
 */
record CertificateCheck(String host, Supplier<Instant> end, InstantSource clock) implements Check {
  private static final Duration SOON = Duration.ofDays(14);

  @Override
  public Set<AlertKind> kinds() {
    return Set.of(AlertKind.CERTIFICATE_ENDS);
  }

  @Override
  public List<Sighting> look() {
    Duration left = Duration.between(clock.instant(), end.get());
    if (left.compareTo(SOON) >= 0) {
      return List.of();
    }
    String when = left.isNegative() ? "has ended" : "ends in " + left.toDays() + " days";
    return List.of(
        Sighting.of(
            AlertKind.CERTIFICATE_ENDS, host, "the certificate of %s %s".formatted(host, when)));
  }
}
