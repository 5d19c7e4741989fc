/**
 * The mail queues, in PostgreSQL: what was accepted and is not yet where it belongs.
 *
 * <p><b>Lives here:</b> James's {@code MailQueueFactory}; {@link org.godwit.store.queue.Lease} and
 * {@link org.godwit.store.queue.LeasedQueue}, which give workers more than James's interface can;
 * {@link org.godwit.store.queue.QueueAdmin} for administrators.
 *
 * <p><b>Stays out:</b> what is done with a mail. Mailets and workers are in org.godwit.mailflow.
 *
 * <p><b>Always true:</b> when an enqueue returns, the mail and its bytes are committed; a mail has
 * one lease at a time, and only its latest lease can change it; mail that is enqueued while a
 * leased mail is processed comes out when that lease settles, or never.
 */
package org.godwit.store.queue;
