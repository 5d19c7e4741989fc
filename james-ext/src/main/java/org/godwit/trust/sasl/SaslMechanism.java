package org.godwit.trust.sasl;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One way to prove who one is. Stateless and safe for many threads; the state is in the exchange.
 *
 * @param name of the IANA registry, in upper case
 * @param clientFirst whether the client speaks first; if not, the first step is made with an empty
 *     response
 * @param offer whether this mechanism may be offered to and used by a client
 * @param exchange begins one attempt
 */
public record SaslMechanism(
    String name,
    boolean clientFirst,
    Predicate<SaslChannel> offer,
    Function<SaslChannel, SaslExchange> exchange) {

  /** Whether this client may use it. */
  public boolean offeredTo(SaslChannel channel) {
    return offer.test(channel);
  }

  /** Begins one attempt. */
  public SaslExchange start(SaslChannel channel) {
    return exchange.apply(channel);
  }
}
