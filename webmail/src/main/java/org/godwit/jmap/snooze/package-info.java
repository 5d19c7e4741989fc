/**
 * Mail that comes back at a time: a capability of our own, for which there is no standard.
 *
 * <p><b>Lives here:</b> {@code Snooze/get}, {@code changes} and {@code set}; docs/jmap.md says what
 * they do. <b>Stays out:</b> how mail moves ({@code org.godwit.store.snooze}).
 *
 * <p><b>Always true:</b> a snooze has the id of its email, so an email has one at most.
 */
package org.godwit.jmap.snooze;
