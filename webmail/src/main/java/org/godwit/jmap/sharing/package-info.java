/**
 * Who there is to share with, and what others have shared (RFC 9670).
 *
 * <p><b>Lives here:</b> principals, which are the people of one's own domain, and notices of what
 * was shared or taken back. <b>Stays out:</b> what may be done in a shared mailbox; {@code
 * shareWith} of a mailbox ({@code org.godwit.jmap.mail}).
 *
 * <p><b>Always true:</b> what somebody may see is asked anew for each request; a notice is a hint,
 * and nothing rests on it.
 */
package org.godwit.jmap.sharing;
