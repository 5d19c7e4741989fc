/**
 * What happens to a message between its door and its mailbox or the next server.
 *
 * <p><b>Lives here:</b> the workers on the queue "spool", the mailets of {@code
 * config/james/mailetcontainer.xml} and our SMTP hooks; what goes to other servers is in {@link
 * org.godwit.mailflow.outbound}.
 *
 * <p><b>Stays out:</b> how queues and mailboxes are stored; protocols.
 *
 * <p><b>Always true:</b> a mail leaves the spool when each of its recipients has it, or is on the
 * way to it, or its sender was told; a delivery to a mailbox counts once, however often it is
 * tried; a failure of ours is no answer to a sender.
 */
package org.godwit.mailflow;
