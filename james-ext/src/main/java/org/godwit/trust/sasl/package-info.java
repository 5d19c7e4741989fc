/**
 * Who is it? SASL (RFC 4422) for every door that asks: SMTP, IMAP, POP3, ManageSieve.
 *
 * <p><b>Lives here:</b> the server side of SCRAM-SHA-256, SCRAM-SHA-256-PLUS, PLAIN and LOGIN, and
 * the ports through which they ask for secrets and for permission to try.
 *
 * <p><b>Stays out:</b> base64 lines and answers of a protocol; how secrets are stored.
 *
 * <p><b>Always true:</b> a password travels only where nobody else can read it ({@code SaslTest});
 * a user who does not exist is refused at the same step and with the same words as a wrong
 * password; secrets are compared in constant time.
 */
package org.godwit.trust.sasl;
