/**
 * Who people write as, and what they send (RFC 8621 §6, §7).
 *
 * <p><b>Lives here:</b> identities; submissions with their envelopes and the checks of them; what
 * is done to an email when it is sent.
 *
 * <p><b>Stays out:</b> how mail is queued and sent ({@code org.godwit.store.submission}, {@code
 * org.godwit.mailflow}).
 *
 * <p><b>Always true:</b> nobody sends as an address that is not theirs; what may be sent by JMAP is
 * what may be sent by SMTP.
 */
package org.godwit.jmap.submission;
