/**
 * Keys, certificates and passwords, with Bouncy Castle.
 *
 * <p><b>Lives here:</b> the certificate that all doors show and its exchange, and where a password
 * may travel. <b>Stays out:</b> protocols and James's types; the doors ask, they are not known
 * here.
 *
 * <p><b>Always true:</b> a private key is never readable by others and never printed; a certificate
 * that cannot be used never replaces one that works.
 */
package org.godwit.trust;
