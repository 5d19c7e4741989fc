package org.godwit.trust.sasl;

/**
 * A user's SCRAM-SHA-256 keys, from which the password cannot be computed (RFC 5802 §3).
 *
 * @param user the account's name as the store writes it
 * @param iterations of PBKDF2, 4096 or more (RFC 7677 §4)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and each array has one owner
public record ScramSecret(
    String user, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {}
