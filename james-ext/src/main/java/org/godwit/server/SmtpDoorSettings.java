package org.godwit.server;

import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.james.protocols.api.OidcSASLConfiguration;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.godwit.trust.ClearText;

/**
 * How one SMTP or LMTP door behaves.
 *
 * @param takesPasswords whether AUTH is offered at all
 */
record SmtpDoorSettings(
    String hostname, String protocol, long messageBytes, boolean takesPasswords, boolean needsHelo)
    implements SMTPConfiguration {

  @Override
  public String getGreeting() {
    return hostname + " " + protocol + " Godwit";
  }

  @Override
  public String getSoftwareName() {
    return "Godwit";
  }

  @Override
  public String getHelloName() {
    return hostname;
  }

  @Override
  public long getMaxMessageSize() {
    return messageBytes;
  }

  @Override
  public boolean isRelayingAllowed(String remoteIp) {
    return false; // an address proves nothing; who wants to relay logs in
  }

  /** 4954 §4: not offered where a password would travel in clear. */
  @Override
  public boolean isAuthAnnounced(String remoteIp, boolean tlsStarted) {
    return takesPasswords
        && ClearText.passwordAllowed(
            new InetSocketAddress(InetAddresses.forString(remoteIp), 0), tlsStarted);
  }

  @Override
  public boolean useHeloEhloEnforcement() {
    return needsHelo;
  }

  @Override
  public boolean useAddressBracketsEnforcement() {
    return true;
  }

  @Override
  public boolean isPlainAuthEnabled() {
    return takesPasswords;
  }

  @Override
  public Optional<OidcSASLConfiguration> saslConfiguration() {
    return Optional.empty();
  }
}
