/**
 * How other domains want mail to them encrypted (MTA-STS, RFC 8461).
 *
 * <p><b>Lives here:</b> what a policy says, where it is found, for how long it is believed.
 *
 * <p><b>Stays out:</b> SMTP; what follows from a policy is {@code mailflow.outbound}'s.
 *
 * <p><b>Always true:</b> a policy that was believed once holds until it ends, whatever DNS or the
 * web say meanwhile. What cannot be fetched is no policy, and holds up no mail for longer than some
 * seconds.
 */
package org.godwit.mailflow.outbound.sts;
