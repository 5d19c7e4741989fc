package org.godwit.watch.alert;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;
import org.godwit.store.queue.QueueAdmin.Queue;

/**
 * Whether mail moves.
 *
 * @param queues asked each time
 */
record QueueCheck(Supplier<List<Queue>> queues, InstantSource clock) implements Check {

  /** A worker looks every few seconds. */
  private static final Duration LATE = Duration.ofMinutes(15);

  /** One destination that is away is nobody's business but its senders', who hear of it. */
  private static final int MANY = 5;

  @Override
  public Set<AlertKind> kinds() {
    return Set.of(AlertKind.QUEUE_STUCK, AlertKind.MAIL_DOES_NOT_LEAVE, AlertKind.QUARANTINE);
  }

  @Override
  public List<Sighting> look() {
    List<Sighting> found = new ArrayList<>();
    for (Queue queue : queues.get()) {
      String name = queue.name();
      queue
          .overdue()
          .map(since -> Duration.between(since, clock.instant()))
          .filter(late -> late.compareTo(LATE) > 0)
          .ifPresent(
              late ->
                  found.add(
                      Sighting.of(
                          AlertKind.QUEUE_STUCK,
                          name,
                          "mail in the queue \"%s\" has waited %d minutes for a worker"
                              .formatted(name, late.toMinutes()))));
      if (queue.failing() > 0) {
        String words =
            "mail to %d destinations has not been able to leave for an hour"
                .formatted(queue.failing());
        found.add(
            new Sighting(AlertKind.MAIL_DOES_NOT_LEAVE, name, words, queue.failing() >= MANY));
      }
      if (queue.quarantined() > 0) {
        String words =
            "%d mails in the queue \"%s\" wait in quarantine".formatted(queue.quarantined(), name);
        found.add(Sighting.of(AlertKind.QUARANTINE, name, words));
      }
    }
    return found;
  }
}
