package org.godwit.store.mailbox;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.james.mailbox.exception.MailboxException;

/** Carries James's checked refusal out of a transaction, which it thereby rolls back. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final MailboxException reason;

  Refusal(MailboxException reason) {
    super(null, reason, false, false); // an answer, not an accident: no stack trace
    this.reason = reason;
  }

  /** Throws what the client is to be told, where a statement failed for the client's fault. */
  static void throwIfClients(SQLException e) {
    Sql.refusal(e)
        .ifPresent(
            reason -> {
              throw new Refusal(reason);
            });
  }

  /** Runs {@code work}, and throws what it refused as the checked exception. */
  static <T> T unwrapped(Supplier<T> work) throws MailboxException {
    try {
      return work.get();
    } catch (Refusal refusal) {
      throw refusal.reason;
    }
  }

  /** The same for {@link reactor.core.publisher.Mono#fromCallable}. */
  static <T> Callable<T> callable(Supplier<T> work) {
    return () -> unwrapped(work);
  }
}
