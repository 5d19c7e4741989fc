package org.godwit.jmap;

import org.apache.james.core.Username;

/**
 * Who asks.
 *
 * @param account the viewer's own account in the store
 */
public record Viewer(long account, Username name) {}
