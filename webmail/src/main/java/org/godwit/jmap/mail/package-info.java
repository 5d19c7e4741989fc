/**
 * JMAP's mail (RFC 8621): mailboxes, threads, emails, and what a search found in them.
 *
 * <p><b>Lives here:</b> the types as clients see them, filters and sorts, header forms, parts and
 * their texts.
 *
 * <p><b>Stays out:</b> sending, which is in {@code submission}; how a message is stored, indexed or
 * taken apart.
 *
 * <p><b>Always true:</b> an email is one message of the account, in however many mailboxes; its ids
 * are those that IMAP shows as EMAILID and THREADID (RFC 8474).
 */
package org.godwit.jmap.mail;
