package org.godwit.trust.sasl;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.godwit.trust.ClearText;
import org.godwit.trust.Scope;

/**
 * What an exchange must know of the connection it runs on.
 *
 * @param peer the client's address
 * @param encrypted whether TLS is on
 * @param bindings what binds an exchange to this TLS connection; none without TLS
 * @param scope what the login is for
 */
public record SaslChannel(
    InetAddress peer, boolean encrypted, ChannelBindings bindings, Scope scope) {

  /** A connection without TLS. */
  public static SaslChannel clear(InetAddress peer, Scope scope) {
    return new SaslChannel(peer, false, ChannelBindings.NONE, scope);
  }

  /** Whether nobody on the way can read along: TLS, or the same machine. */
  public boolean confidential() {
    return ClearText.passwordAllowed(new InetSocketAddress(peer, 0), encrypted);
  }
}
