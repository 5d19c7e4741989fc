/**
 * Whether mail from other servers is from whom it says: SPF (7208), DKIM (6376), DMARC (7489).
 *
 * <p><b>Lives here:</b> asking DNS within a time, the evaluation of each, the header field that
 * tells the results (8601), and what our policy makes of them.
 *
 * <p><b>Stays out:</b> signatures' arithmetic ({@code org.godwit.trust.dkim}), SMTP, where mail is
 * filed.
 *
 * <p><b>Always true:</b> a message costs a bounded number of questions and seconds, whatever its
 * sender publishes; what cannot be found out now refuses no mail.
 */
package org.godwit.mailflow.inbound;
