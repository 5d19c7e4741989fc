package org.godwit.trust.sasl;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.godwit.trust.ScramKeys;

/**
 * Whose keys they are.
 *
 * @param user the account's name as the store writes it
 * @param keys of the password; their salt and iterations are the challenge
 * @param others keys of more passwords of the same account; those with another salt are not looked
 *     at, since no client can answer for them
 */
public record ScramSecret(String user, ScramKeys keys, List<ScramKeys> others) {

  public ScramSecret {
    others = List.copyOf(others);
  }

  /** Of an account with one password. */
  public ScramSecret(String user, ScramKeys keys) {
    this(user, keys, List.of());
  }

  /** All keys that an answer to the challenge may be made with. */
  Stream<ScramKeys> fitting() {
    return Stream.concat(
        Stream.of(keys),
        others.stream()
            .filter(
                other ->
                    other.iterations() == keys.iterations()
                        && Arrays.equals(other.salt(), keys.salt())));
  }
}
