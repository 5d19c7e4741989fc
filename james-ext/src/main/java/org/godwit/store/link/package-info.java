/**
 * Files that people send as links.
 *
 * <p><b>Lives here:</b> the rows of links and of the parts of their files, what they count in the
 * quota, and when they go. <b>Stays out:</b> who may make one, and how it is handed out.
 *
 * <p><b>Always true:</b> no secret of an address is kept, only its hash; an account's bytes in use
 * are those of its mailboxes and of the parts here.
 */
package org.godwit.store.link;
