/**
 * Tells other domains how mail to them was encrypted (TLS reports, RFC 8460).
 *
 * <p><b>Lives here:</b> where a domain wants to be told, what a report says, sending it by mail or
 * over the web.
 *
 * <p><b>Stays out:</b> counting, which is {@code mailflow.outbound}'s, and keeping what was
 * counted, which is the store's.
 *
 * <p><b>Always true:</b> nobody is told who does not ask for it in DNS; a report names servers and
 * numbers, never a person or a message; what is not sent in two days is forgotten.
 */
package org.godwit.mailflow.outbound.report;
