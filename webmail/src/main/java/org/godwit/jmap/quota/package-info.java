/**
 * How full an account is (RFC 9425).
 *
 * <p><b>Lives here:</b> quotas as clients see them.
 *
 * <p><b>Stays out:</b> limits, which an administrator sets, and counting.
 *
 * <p><b>Always true:</b> a state holds all that the quotas of its moment said, so changes are
 * exact.
 */
package org.godwit.jmap.quota;
