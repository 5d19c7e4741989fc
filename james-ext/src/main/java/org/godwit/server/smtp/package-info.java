/**
 * SMTP, submission and LMTP: what is said between a client's first line and the queue.
 *
 * <p><b>Lives here:</b> the commands, one class each; the reading of DATA and BDAT; the answers;
 * the checks that a door itself owes (relaying, unknown recipients, sizes, numbers).
 *
 * <p><b>Stays out:</b> listening and TLS ({@code org.godwit.server.door}); who may log in ({@code
 * org.godwit.trust.sasl}); what happens to a message behind the queue.
 *
 * <p><b>Always true:</b> 250 after a message means that the queue has committed it; the bytes in
 * the queue are our Received field and then those that came, dots unstuffed, nothing else changed;
 * a message ends at CRLF.CRLF or where BDAT says, and a bare CR or LF is refused ({@code
 * SmugglingTest}); at most {@value org.godwit.server.smtp.Spill#IN_MEMORY} bytes of a message are
 * in memory here.
 */
package org.godwit.server.smtp;
