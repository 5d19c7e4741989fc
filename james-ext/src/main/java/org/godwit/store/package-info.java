/**
 * What must survive a power cut, in PostgreSQL.
 *
 * <p><b>Lives here:</b> the door to the database, and in the rooms below it what is kept there:
 * {@code postgres} the server we start ourselves, {@code blob} message bytes, {@code mailbox}
 * mailboxes and messages, {@code account} people, domains, aliases and Sieve scripts, {@code queue}
 * mail on its way, {@code event} what listeners owe.
 *
 * <p><b>Stays out:</b> protocol words (no IMAP, JMAP or SMTP type), Lucene, HTTP, settings files.
 *
 * <p><b>Always true:</b> the account leads the primary key of every table that grows with mail; no
 * transaction spans two accounts; a returned method has committed; rows are locked account first,
 * then mailbox, then message.
 */
package org.godwit.store;
