package org.godwit.jmap.push;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.util.NanoTime;
import org.godwit.store.account.StandingLogins.Standing;

/**
 * The sign-in that a connection stands on.
 *
 * @param account whose it is
 * @param session the browser's, when it is one
 * @param credential what counted when it began
 * @param until when the connection has to be begun anew, in {@link NanoTime}
 */
record Login(long account, Optional<UUID> session, String credential, long until) {

  /** Whether it still counts. */
  boolean stands(Map<Long, Standing> now) {
    Standing standing = now.get(account);
    return standing != null
        && session
            .map(id -> standing.sessions().contains(id))
            .orElseGet(() -> standing.credential().equals(credential))
        && NanoTime.until(until) > 0;
  }
}
