package org.godwit.store.mailbox;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;

/** Pages as a stream of what is on them. The next page is read when the last one is used up. */
final class Paged {

  private Paged() {}

  static <T> Flux<T> flux(Supplier<? extends Iterator<List<T>>> pages) {
    Flux<List<T>> read = Flux.fromIterable(pages::get);
    return Blocking.mayWait(read).concatMapIterable(page -> page, 1);
  }
}
