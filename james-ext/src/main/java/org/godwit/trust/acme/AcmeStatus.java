package org.godwit.trust.acme;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How orders went.
 *
 * @param renewAt when the next certificate is ordered; empty is as soon as one may be
 * @param lastTry when something was ordered; empty is never
 * @param lastFailure why the last try failed; empty when it did not
 * @param notBefore nothing is ordered earlier; empty is now
 * @param leftOut names at which the authority did not find us
 */
public record AcmeStatus(
    URI directory,
    Optional<Instant> renewAt,
    Optional<Instant> lastTry,
    Optional<String> lastFailure,
    Optional<Instant> notBefore,
    List<String> leftOut) {}
