/**
 * Sieve scripts by JMAP (RFC 9661).
 *
 * <p><b>Lives here:</b> scripts as clients see them, and what a client may make of them.
 *
 * <p><b>Stays out:</b> the language ({@code org.godwit.mailflow.sieve}); keeping scripts ({@code
 * org.godwit.store.account}).
 *
 * <p><b>Always true:</b> a script that was stored has passed the check; ManageSieve shows and
 * changes the same scripts, and its changes move the state, too; all of a call is one transaction.
 */
package org.godwit.jmap.sieve;
