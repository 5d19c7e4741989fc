/**
 * POP3 (RFC 1939) with CAPA, STLS, AUTH and response codes.
 *
 * <p><b>Lives here:</b> the commands and the maildrop they work on. <b>Stays out:</b> listening and
 * TLS ({@code org.godwit.server.door}); how mail is kept.
 *
 * <p><b>Always true:</b> a maildrop is one conversation's at a time on this server; its numbers
 * stay the same from login to QUIT; nothing is removed but at QUIT; opening a maildrop of any size
 * is one question to the store.
 */
package org.godwit.server.pop3;
