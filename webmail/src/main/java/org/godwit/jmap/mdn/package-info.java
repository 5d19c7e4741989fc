/**
 * Receipts: whether somebody has seen a message, for whom asked it (RFC 9007, RFC 8098).
 *
 * <p><b>Lives here:</b> {@code MDN/send} and {@code MDN/parse}; how a receipt is written and read.
 * <b>Stays out:</b> whether one is sent: the user decides that, by the client.
 *
 * <p><b>Always true:</b> an email is answered with one receipt at most, whoever asks at once: its
 * keyword {@code $mdnsent} is set before anything is sent.
 */
package org.godwit.jmap.mdn;
