package org.godwit.store.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;

/**
 * A queued mail that is ours until we say what became of it. If we die first, somebody else gets
 * it.
 *
 * <p>Mail that is enqueued inside {@link #inside} is held: nobody sees it until this lease {@link
 * #settle settles} or is {@link #postpone postponed}, and it is gone when the lease ends in any
 * other way. So the consequences of a mail come out once, with its end, or not at all.
 *
 * <p>One thread at a time. Each outcome is one transaction; call one outcome only. Each returns
 * false when the lease was lost meanwhile, and then has changed nothing. All throw {@link
 * org.godwit.store.StoreUnavailable} when the database cannot be asked, and may be called again.
 */
public interface Lease {

  /** Work on a leased mail. */
  @FunctionalInterface
  interface Work<E extends Exception> {
    void run() throws E;
  }

  /** What administrators call it; see {@link QueueAdmin}. */
  long id();

  /** The same for every try and, when a mail is {@link #split}, for every part. */
  UUID origin();

  /** Tries that failed before this one. */
  int attempts();

  /** 0 for a mail from outside, 1 for one that its processing has caused, and so on. */
  int generation();

  /** When it was accepted. */
  Instant queuedAt();

  /**
   * A fresh copy of the mail. Its message is a {@link BlobMessage}, whose bytes are fetched when
   * they are first read. The caller disposes of it.
   *
   * @throws MessagingException when it cannot be understood, which trying again will not mend
   */
  MailImpl mail() throws MessagingException;

  /** Runs work; what this thread enqueues meanwhile is held until the lease ends. */
  <E extends Exception> void inside(Work<E> work) throws E;

  /** Done: the mail is gone, and what was enqueued inside is released. */
  boolean settle();

  /** Failed: once more after a while. Counts as an attempt. */
  boolean retry(Duration delay, String error);

  /**
   * Done in part: what was enqueued inside is released, and the rest is tried after a while. Counts
   * as an attempt.
   *
   * @param rest takes the place of the mail, but its message stays what it was
   */
  boolean postpone(Mail rest, Duration delay, String error) throws MessagingException;

  /** Failed: each recipient gets a mail of its own, after a while. Counts as an attempt. */
  boolean split(Duration delay, String error);

  /** Failed for good: kept for an administrator. */
  boolean quarantine(String reason);

  /**
   * Not now, for no fault of the mail: available again, as if it had not been leased.
   *
   * @param delay zero or less is at once
   */
  boolean release(Duration delay);

  /** Not now: available again at once, as if it had not been leased. */
  default boolean release() {
    return release(Duration.ZERO);
  }
}
