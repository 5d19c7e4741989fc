package org.godwit.store.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.events.EventBusTestFixture;
import org.apache.james.events.EventListener.ReactiveEventListener;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.Registration;
import org.apache.james.events.RegistrationKey;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LocalEventBusTest {
  private static final RegistrationKey KEY = EventBusTestFixture.KEY_1;
  private static final int EVENTS = 2_000;

  private final LocalEventBus bus =
      new LocalEventBus(
          new InVmEventDelivery(new RecordingMetricFactory()),
          EventBusTestFixture.RETRY_BACKOFF_CONFIGURATION,
          new MemoryEventDeadLetters());

  @Test
  void everyEventIsToldWhileOtherListenersComeAndGo() throws Exception {
    AtomicInteger told = new AtomicInteger();
    bus.register(listener(told), KEY).block();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService others = Executors.newFixedThreadPool(2)) {
      List<Future<?>> coming =
          List.of(others.submit(() -> comeAndGo(done)), others.submit(() -> comeAndGo(done)));
      try {
        for (int i = 0; i < EVENTS; i++) {
          bus.dispatch(EventBusTestFixture.EVENT, Set.of(KEY)).block();
        }
      } finally {
        done.set(true);
      }
      for (Future<?> one : coming) {
        one.get();
      }
    }
    assertThat(told).hasValue(EVENTS);
  }

  private void comeAndGo(AtomicBoolean done) {
    while (!done.get()) {
      Registration one = bus.register(listener(new AtomicInteger()), KEY).block();
      Mono.from(one.unregister()).block();
    }
  }

  private static ReactiveEventListener listener(AtomicInteger told) {
    return new ReactiveEventListener() {
      @Override
      public Mono<Void> reactiveEvent(org.apache.james.events.Event event) {
        return Mono.fromRunnable(told::incrementAndGet);
      }
    };
  }
}
