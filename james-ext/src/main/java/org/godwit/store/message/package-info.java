/**
 * What one message is, found out once, when it is stored.
 *
 * <p><b>Lives here:</b> the tree of MIME parts with their places in the bytes, the envelope, the
 * preview; and how they are written down beside the message, so that a list of messages parses
 * nothing. <b>Stays out:</b> SQL, and the words in which a protocol tells it.
 *
 * <p><b>Always true:</b> any bytes are a message. What is broken is read as far as it goes, within
 * the bounds of {@link org.godwit.store.message.MimeScanner}; nothing here throws at a sender's
 * mistake. Texts hold one octet in each character (ISO 8859-1), as they stood in the message.
 */
package org.godwit.store.message;
