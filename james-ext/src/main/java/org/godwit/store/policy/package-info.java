/**
 * What other domains have said about mail to them.
 *
 * <p><b>Lives here:</b> their policies as they were fetched, until they end.
 *
 * <p><b>Stays out:</b> what a policy says, and how it is fetched ({@code
 * org.godwit.mailflow.outbound.sts}).
 *
 * <p><b>Always true:</b> one row for a domain, the newest; nothing here is worth a backup.
 */
package org.godwit.store.policy;
