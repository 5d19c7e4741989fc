package org.godwit.store.event;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.inject.Inject;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventDeadLetters;
import org.apache.james.events.EventListener.ReactiveEventListener;
import org.apache.james.events.InVMEventBus;
import org.apache.james.events.Registration;
import org.apache.james.events.RegistrationKey;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.events.delivery.EventDelivery;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * James's bus of this node, but for its listeners by key: it walks through those of a mailbox while
 * others come and go, and whoever caused the event fails with a {@code
 * ConcurrentModificationException} after his change was made. Safe for many threads.
 */
public final class LocalEventBus extends InVMEventBus {
  private final Map<RegistrationKey, Set<ReactiveEventListener>> listeners =
      new ConcurrentHashMap<>();
  private final EventDelivery delivery;
  private volatile Consumer<Event> first = event -> {};

  @Inject
  public LocalEventBus(
      EventDelivery delivery, RetryBackoffConfiguration retries, EventDeadLetters deadLetters) {
    super(delivery, retries, deadLetters);
    this.delivery = delivery;
  }

  @Override
  public Mono<Registration> register(ReactiveEventListener listener, RegistrationKey key) {
    listeners.compute(
        key,
        (any, there) -> {
          Set<ReactiveEventListener> set = there == null ? ConcurrentHashMap.newKeySet() : there;
          set.add(listener);
          return set;
        });
    return Mono.just(() -> Mono.fromRunnable(() -> forget(listener, key)));
  }

  private void forget(ReactiveEventListener listener, RegistrationKey key) {
    listeners.computeIfPresent(
        key,
        (any, there) -> {
          there.remove(listener);
          return there.isEmpty() ? null : there;
        });
  }

  /** Shows each event to {@code who} before anybody else hears of it; it must not wait. */
  public void first(Consumer<Event> who) {
    first = who;
  }

  /** To the groups as James does, then to whoever listens to one of the keys, each once. */
  @Override
  public Mono<Void> dispatch(Event event, Set<RegistrationKey> keys) {
    if (event.isNoop()) {
      return Mono.empty();
    }
    first.accept(event);
    return Flux.merge(super.dispatch(event, Set.of()), toListeners(event, keys))
        .then()
        .onErrorResume(failure -> Mono.empty()); // told to the log by the delivery
  }

  /** The keys that somebody listens to. */
  public Set<RegistrationKey> keys() {
    return Set.copyOf(listeners.keySet());
  }

  private Mono<Void> toListeners(Event event, Set<RegistrationKey> keys) {
    Set<ReactiveEventListener> told = new LinkedHashSet<>();
    keys.forEach(key -> told.addAll(listeners.getOrDefault(key, Set.of())));
    return Flux.fromIterable(told)
        .flatMap(
            listener -> delivery.deliver(listener, event, EventDelivery.DeliveryOption.none()),
            EventBus.EXECUTION_RATE)
        .then();
  }
}
