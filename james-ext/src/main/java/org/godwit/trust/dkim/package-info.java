/**
 * Signatures of domains on mail (6376): writing them and checking them, on bytes alone.
 *
 * <p><b>Lives here:</b> canonical forms of headers and bodies, keys and what DNS says of them,
 * signing and verifying.
 *
 * <p><b>Stays out:</b> where keys are kept, DNS, mail flow, what a result means for a message.
 *
 * <p><b>Always true:</b> a message is streamed, never held; what strangers wrote is bounded in
 * signatures, key sizes and header bytes before any arithmetic is done.
 */
package org.godwit.trust.dkim;
