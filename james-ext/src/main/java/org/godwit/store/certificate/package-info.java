/**
 * Certificates that authorities issued to us, and what is needed to order them.
 *
 * <p><b>Lives here:</b> the tables of {@code V0110}. <b>Stays out:</b> ACME itself and the doors:
 * {@code org.godwit.trust.acme} says what is kept.
 *
 * <p><b>Always true:</b> a certificate is kept with its key, in one statement; a lease is one row,
 * so that one node orders at a time.
 */
package org.godwit.store.certificate;
