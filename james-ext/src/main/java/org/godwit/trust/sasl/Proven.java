package org.godwit.trust.sasl;

import java.util.EnumSet;
import java.util.Set;
import org.godwit.trust.Scope;

/**
 * Who somebody has proved to be, and how far that proof goes.
 *
 * @param user the account's name as the store writes it
 * @param scopes where the same secret is good, as far as is known
 */
public record Proven(String user, Set<Scope> scopes) {

  public Proven {
    scopes = Set.copyOf(scopes);
  }

  /** By what opens everything: the account's own password, or a token. */
  public static Proven everywhere(String user) {
    return new Proven(user, EnumSet.allOf(Scope.class));
  }
}
