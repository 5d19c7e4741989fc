package org.apache.james.events;

import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.event.LocalEventBus;
import org.godwit.store.event.PostgresEventDeadLetters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** James's contracts of an event bus, for the bus with dead letters in PostgreSQL. */
@ExtendWith(PostgresExtension.class)
class ComposedEventBusTest
    implements KeyContract.SingleEventBusKeyContract,
        GroupContract.SingleEventBusGroupContract,
        ErrorHandlingContract {

  private EventBus eventBus;
  private EventDeadLetters deadLetters;

  @BeforeEach
  void open(Database database) {
    deadLetters =
        new PostgresEventDeadLetters(database, new EventBusTestFixture.TestEventSerializer());
    eventBus =
        new LocalEventBus(
            new InVmEventDelivery(new RecordingMetricFactory()),
            EventBusTestFixture.RETRY_BACKOFF_CONFIGURATION,
            deadLetters);
  }

  @Override
  public EnvironmentSpeedProfile getSpeedProfile() {
    return EnvironmentSpeedProfile.FAST;
  }

  @Override
  public EventBus eventBus() {
    return eventBus;
  }

  @Override
  public EventDeadLetters deadLetter() {
    return deadLetters;
  }
}
