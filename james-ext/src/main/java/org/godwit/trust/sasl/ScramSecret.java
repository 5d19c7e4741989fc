package org.godwit.trust.sasl;

import org.godwit.trust.ScramKeys;

/**
 * Whose keys they are.
 *
 * @param user the account's name as the store writes it
 */
public record ScramSecret(String user, ScramKeys keys) {}
