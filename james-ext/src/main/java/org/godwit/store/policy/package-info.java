/**
 * What other domains have said about mail to them, and what they are told of it.
 *
 * <p><b>Lives here:</b> their policies as they were fetched, until they end; how connections to
 * their servers went, until it was reported.
 *
 * <p><b>Stays out:</b> what a policy says, and how it is fetched ({@code
 * org.godwit.mailflow.outbound.sts}); what a report says.
 *
 * <p><b>Always true:</b> of policies one row for a domain, the newest; nothing here is worth a
 * backup.
 */
package org.godwit.store.policy;
