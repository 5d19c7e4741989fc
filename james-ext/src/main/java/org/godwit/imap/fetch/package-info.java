/**
 * FETCH (9051 §6.4.5) from what the store found out when the message came.
 *
 * <p><b>Lives here:</b> how an envelope, a body structure and a section are told in IMAP's words.
 * <b>Stays out:</b> parsing of mail: {@link org.godwit.store.message} has done it.
 *
 * <p><b>Always true:</b> a section is a range of the stored octets, given as they are; a fetch asks
 * the store once for a page of messages, and for their bytes only when a section needs them.
 */
package org.godwit.imap.fetch;
