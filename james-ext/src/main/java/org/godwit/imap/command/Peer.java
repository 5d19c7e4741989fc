package org.godwit.imap.command;

import org.godwit.trust.sasl.SaslChannel;
import org.godwit.trust.sasl.SaslSession;

/** What logging in must know of a session. Every session of ours is one. */
public interface Peer {

  /** The connection as it is now: TLS may have begun since. */
  SaslChannel channel();

  /** The attempts of this connection. */
  SaslSession attempts();
}
