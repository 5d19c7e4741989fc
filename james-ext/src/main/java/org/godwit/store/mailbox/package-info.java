/**
 * Mailboxes and messages: James's mailbox, kept in PostgreSQL.
 *
 * <p><b>Lives here:</b> the mappers that James's managers call, the managers themselves where
 * James's own ask too often, delivery, undelete, quotas, threads, subscriptions, annotations.
 *
 * <p><b>Stays out:</b> protocols; who a user is (James's {@code UsersRepository}); the event bus,
 * which is bound elsewhere; searching.
 *
 * <p><b>Always true,</b> and checked after each test by {@code StoreInvariants}: a mailbox's
 * counters equal a count of its rows; a row's modseq is at most its account's; no message lacks its
 * blob. Every change locks the account's row first and takes its next modseq, so the changes of one
 * account are in one order; the statement that follows sees all that came before. A returned method
 * has committed.
 */
package org.godwit.store.mailbox;
