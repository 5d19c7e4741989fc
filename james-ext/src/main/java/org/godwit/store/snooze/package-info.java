/**
 * Mail that somebody put off until a time.
 *
 * <p><b>Lives here:</b> what is put off, where it waits, and how it comes back.
 *
 * <p><b>Stays out:</b> who asks for it; when it is looked at what is due (a job of the server's).
 *
 * <p><b>Always true:</b> what is put off is a document ({@code store.record}) beside a message that
 * lies in a mailbox like any other, so every client sees it. Whoever takes the message out of there
 * has decided otherwise: its time then does nothing. Waking twice, on two nodes or after a crash,
 * is waking once.
 */
package org.godwit.store.snooze;
