package org.godwit.web;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.godwit.trust.Scope;

/**
 * Who makes a request, once that is known.
 *
 * @param accountId the account in the store
 * @param name its name: the user's full address, in lower case
 * @param way how they signed in
 * @param session the browser's session, when it is one
 * @param scopes what they may use; all of them but for a password that is limited
 */
public record Caller(
    long accountId, String name, Way way, Optional<UUID> session, Set<Scope> scopes) {

  /** A way to sign in. */
  public enum Way {
    /** Name and password with each request (RFC 7617). */
    BASIC,
    /** A token with each request (RFC 6750). */
    BEARER,
    /** A browser that has signed in before. */
    COOKIE
  }

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Whether they may use a protocol. */
  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }
}
