/**
 * How mail leaves for other servers: split by destination, queued, tried, tried again, and reported
 * on when it cannot be delivered.
 *
 * <p><b>Lives here:</b> the mailet that fills the queue "outgoing" and the workers that empty it;
 * finding the servers of a domain; our side of an SMTP conversation; delivery status notifications.
 *
 * <p><b>Stays out:</b> how the queue keeps its rows (only James's queue interfaces are used),
 * settings files, local delivery (it calls {@code DeliveryNotices} for its own reports).
 *
 * <p><b>Always true:</b> a mail leaves the queue only when each of its recipients was relayed,
 * reported to the sender, or put back to be tried again. Storage that does not answer is no failed
 * attempt. No report is sent about a report.
 */
package org.godwit.mailflow.outbound;
