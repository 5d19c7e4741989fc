/**
 * How mail programs and other servers find out about us.
 *
 * <p><b>Lives here:</b> the DNS records of a domain and whether the world sees them, the documents
 * that mail programs ask for to set themselves up, the policy for other servers (MTA-STS).
 *
 * <p><b>Stays out:</b> asking DNS for mail on its way, who may sign in.
 *
 * <p><b>Always true:</b> what is said here is said to anybody: it names no account and does not
 * tell whether one exists.
 */
package org.godwit.discovery;
