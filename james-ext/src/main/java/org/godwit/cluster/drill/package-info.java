/**
 * The proof that nothing is lost when a part of a cluster is.
 *
 * <p><b>Lives here:</b> clients that write down what they did and what they were told, a checker
 * that compares that with what is there afterwards, and what does harm meanwhile.
 *
 * <p><b>Stays out:</b> the server. A drill speaks SMTP, IMAP and JMAP to it as anybody may, on
 * accounts of its own.
 *
 * <p><b>Always true:</b> what was neither acknowledged nor refused may be there or not, once at
 * most; a drill never takes it for either.
 */
package org.godwit.cluster.drill;
