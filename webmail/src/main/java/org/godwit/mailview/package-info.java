/**
 * Shows the HTML of a mail to who may read it, without trusting it.
 *
 * <p><b>Lives here:</b> {@code /mail-body}: a part of a mail as a page of its own, under a policy
 * that allows no script and no server but ours, for a frame of the webmail.
 *
 * <p><b>Stays out:</b> what is allowed in HTML ({@code clean}); fetching pictures of other servers
 * ({@code image}).
 *
 * <p><b>Always true:</b> two walls stand before a reader: what is not allowed is not written, and
 * what was written by mistake would not run. No picture is fetched unless the reader asks for it.
 */
package org.godwit.mailview;
