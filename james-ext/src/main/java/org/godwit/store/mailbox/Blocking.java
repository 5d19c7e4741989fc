package org.godwit.store.mailbox;

import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Calls to the database, which block, as publishers that run them on threads made for it. */
final class Blocking {

  private Blocking() {}

  /** Empty when {@code work} returns null; a {@link Refusal} arrives as its reason. */
  static <T> Mono<T> mono(Supplier<T> work) {
    return Mono.fromCallable(Refusal.callable(work)).subscribeOn(Schedulers.boundedElastic());
  }

  static <T> Flux<T> flux(Supplier<? extends Iterable<T>> work) {
    return Mono.fromCallable(Refusal.callable(work::get))
        .flatMapIterable(found -> found)
        .subscribeOn(Schedulers.boundedElastic());
  }
}
