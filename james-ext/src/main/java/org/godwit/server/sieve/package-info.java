/**
 * ManageSieve (RFC 5804): people's filters, from a client's hand into the store.
 *
 * <p><b>Lives here:</b> the protocol, and the port through which it learns what Sieve can do here.
 * <b>Stays out:</b> listening and TLS ({@code org.godwit.server.door}); running scripts; keeping
 * them.
 *
 * <p><b>Always true:</b> a script that was stored has passed the check; its bytes come back as they
 * were sent; what a client may send before login is small.
 */
package org.godwit.server.sieve;
