package org.godwit.imap.command;

import org.godwit.trust.sasl.SaslChannel;
import org.godwit.trust.sasl.SaslSession;

/** What commands must know of a session beyond James. Every session of ours is one. */
public interface Peer {

  /** The connection as it is now: TLS may have begun since. */
  SaslChannel channel();

  /** The attempts of this connection. */
  SaslSession attempts();

  /**
   * Runs {@code work} between two commands, or while the client idles, on a thread that may wait;
   * what it says is sent. The same work is not queued twice. Any thread may ask, none waits.
   */
  void soon(Runnable work);

  /** Runs {@code work} when the connection has ended. */
  void atEnd(Runnable work);

  /** Where unsolicited answers go. */
  Replies replies();
}
