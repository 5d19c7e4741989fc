/**
 * Keys, certificates and passwords, with Bouncy Castle.
 *
 * <p><b>Lives here:</b> the certificate that all doors show and its exchange; where a password may
 * travel, how it is hashed, checked and kept from being guessed. <b>Stays out:</b> protocols and
 * James's types; where passwords are kept (the store). The doors ask, they are not known here.
 *
 * <p><b>Always true:</b> a private key is never readable by others and never printed; a certificate
 * that cannot be used never replaces one that works; secrets are compared in constant time.
 */
package org.godwit.trust;
