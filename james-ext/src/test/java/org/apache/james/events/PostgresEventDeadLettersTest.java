package org.apache.james.events;

import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.event.PostgresEventDeadLetters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** James's contract of dead letters. It is here because James keeps the contract to its package. */
@ExtendWith(PostgresExtension.class)
class PostgresEventDeadLettersTest implements EventDeadLettersContract.AllContracts {

  private EventDeadLetters deadLetters;

  @BeforeEach
  void open(Database database) {
    deadLetters =
        new PostgresEventDeadLetters(database, new EventBusTestFixture.TestEventSerializer());
  }

  @Override
  public EventDeadLetters eventDeadLetters() {
    return deadLetters;
  }
}
