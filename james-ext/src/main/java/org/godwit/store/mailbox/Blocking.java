package org.godwit.store.mailbox;

import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Calls to the database, which block, as publishers. They run on the subscriber's thread when that
 * may wait, as those of a command may: to hand each of them to another thread would cost more than
 * many of them do.
 */
final class Blocking {

  private Blocking() {}

  /** Empty when {@code work} returns null; a {@link Refusal} arrives as its reason. */
  static <T> Mono<T> mono(Supplier<T> work) {
    return mayWait(Mono.fromCallable(Refusal.callable(work)));
  }

  static <T> Flux<T> flux(Supplier<? extends Iterable<T>> work) {
    return mayWait(Mono.fromCallable(Refusal.callable(work::get))).flatMapIterable(found -> found);
  }

  /** {@code work} on a thread that may wait: the subscriber's, else another. */
  static <T> Mono<T> mayWait(Mono<T> work) {
    return Mono.defer(() -> mustHandOver() ? work.subscribeOn(Schedulers.boundedElastic()) : work);
  }

  /** The same for many values. */
  static <T> Flux<T> mayWait(Flux<T> work) {
    return Flux.defer(() -> mustHandOver() ? work.subscribeOn(Schedulers.boundedElastic()) : work);
  }

  private static boolean mustHandOver() {
    return Schedulers.isInNonBlockingThread();
  }
}
