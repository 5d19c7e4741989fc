/**
 * How much a mail server does with a second of processor time, measured from outside: by SMTP and
 * IMAP, and by what the kernel says its processes used.
 *
 * <p><b>Lives here:</b> the messages, the load, the servers under test and the table. Started by
 * {@code scripts/bench}. <b>Stays out:</b> anything that only one of the servers could do.
 */
package org.godwit.bench;
