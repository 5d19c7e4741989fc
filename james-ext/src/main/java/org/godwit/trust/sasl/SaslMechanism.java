package org.godwit.trust.sasl;

/**
 * One way to prove who one is. Stateless and safe for many threads; the state is in the exchange.
 */
public interface SaslMechanism {

  /** The name of the IANA registry, in upper case. */
  String name();

  /** Whether this mechanism may be offered to and used by this client. */
  boolean offeredTo(SaslChannel channel);

  /** Whether the client speaks first; if not, the first step is made with an empty response. */
  boolean clientFirst();

  /** Begins one attempt. */
  SaslExchange start(SaslChannel channel);
}
