package org.godwit.jmap;

import java.util.Optional;
import java.util.UUID;
import org.apache.james.core.Username;

/**
 * Who asks.
 *
 * @param account the viewer's own account in the store
 * @param session of the browser, when one asks
 */
public record Viewer(long account, Username name, Optional<UUID> session) {

  /** A program. */
  public Viewer(long account, Username name) {
    this(account, name, Optional.empty());
  }
}
