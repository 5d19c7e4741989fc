/**
 * What DNS says about the certificate of a mail server (DANE: RFC 6698, 7671, 7672).
 *
 * <p><b>Lives here:</b> what such a record says, whether it can be used, whether a certificate is
 * what it says.
 *
 * <p><b>Stays out:</b> DNS and its proofs, SMTP; what follows from a record is {@code
 * mailflow.outbound}'s.
 *
 * <p><b>Always true:</b> a certificate is accepted because a record names it, or one that vouches
 * for it, and for no other reason.
 */
package org.godwit.mailflow.outbound.dane;
