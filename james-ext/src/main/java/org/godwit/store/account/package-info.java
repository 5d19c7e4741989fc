/**
 * People and what they decide: who may log in, our domains, aliases, Sieve scripts, vacations; and
 * the mail kept for a person to decide on.
 *
 * <p><b>Lives here:</b> James's data interfaces on PostgreSQL, and {@link
 * org.godwit.store.account.Accounts} and {@link org.godwit.store.account.Credentials} for what
 * James has no interface for. {@link org.godwit.store.account.AccountStoreModule} composes them.
 *
 * <p><b>Stays out:</b> mailboxes and messages; how a password is hashed (trust).
 *
 * <p><b>Always true:</b> a user is a full address in lower case. Asking about an unknown user looks
 * and costs like asking about a known one. What delivery asks is one or two statements on an index.
 */
package org.godwit.store.account;
