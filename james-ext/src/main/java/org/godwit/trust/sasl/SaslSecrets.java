package org.godwit.trust.sasl;

import java.util.Optional;
import org.godwit.trust.ScramKeys;

/**
 * What the mechanisms ask of the accounts. Safe for many threads. A secret that cannot be read now
 * is an unchecked exception, never another answer.
 */
public interface SaslSecrets {

  /**
   * Whether this is a password of the user that is good on this channel. Takes as long for a user
   * who does not exist.
   *
   * @param user as the client wrote it
   * @return empty when user or password is wrong
   */
  Optional<Proven> verify(SaslChannel channel, String user, String password);

  /**
   * What SCRAM-SHA-256 needs to check a proof. For a user who does not exist these are keys that no
   * password fits, the same whenever they are asked for.
   *
   * @param user as the client wrote it
   */
  ScramSecret scram(SaslChannel channel, String user);

  /** Whether what is known of passwords is enough for SCRAM. */
  default boolean takesProofs() {
    return true;
  }

  /** Whether there is a provider whose tokens count. */
  default boolean takesTokens() {
    return false;
  }

  /**
   * Whose token of the OpenID provider this is.
   *
   * @return the account's name as the store writes it; empty when the token or the account is not
   *     good
   */
  default Optional<String> token(SaslChannel channel, String token) {
    return Optional.empty();
  }

  /**
   * A user has proved by SCRAM to be one.
   *
   * @param user the account's name as the store writes it
   * @param with of the keys that were told, those that were proved
   */
  void loggedIn(SaslChannel channel, String user, ScramKeys with);
}
