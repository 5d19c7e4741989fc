/**
 * What the server does with mail by itself: the answer of those who are away (RFC 8621 §8).
 *
 * <p><b>Lives here:</b> the vacation response as clients see it.
 *
 * <p><b>Stays out:</b> answering itself ({@code org.godwit.mailflow.sieve}).
 *
 * <p><b>Always true:</b> a person's own scripts are left as they are.
 */
package org.godwit.jmap.rules;
