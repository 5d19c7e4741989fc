/**
 * Mail that was deleted for good and can still be had back: a capability of our own, for which
 * there is no standard.
 *
 * <p><b>Lives here:</b> {@code DeletedEmail/query}, {@code get} and {@code restore}; docs/jmap.md
 * says what they do. <b>Stays out:</b> how mail comes back ({@code Undelete} of the store).
 *
 * <p><b>Always true:</b> nobody sees or restores what somebody else deleted.
 */
package org.godwit.jmap.deleted;
