package org.godwit.server;

import java.util.Optional;
import org.apache.james.protocols.api.OidcSASLConfiguration;
import org.apache.james.protocols.smtp.SMTPConfiguration;

/**
 * How one SMTP or LMTP door behaves, in the form that James's parts ask for.
 *
 * @param lmtp LMTP and not SMTP
 * @param recipients of one message at most
 */
record SmtpDoorSettings(String hostname, boolean lmtp, long messageBytes, int recipients)
    implements SMTPConfiguration {

  String protocol() {
    return lmtp ? "LMTP" : "ESMTP";
  }

  @Override
  public String getGreeting() {
    return hostname + " " + protocol() + " Godwit";
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

  /** Not asked: which doors take logins is written in their templates. */
  @Override
  public boolean isAuthAnnounced(String remoteIp, boolean tlsStarted) {
    return false;
  }

  @Override
  public boolean useHeloEhloEnforcement() {
    return true;
  }

  @Override
  public boolean useAddressBracketsEnforcement() {
    return true;
  }

  @Override
  public boolean isPlainAuthEnabled() {
    return false;
  }

  @Override
  public Optional<OidcSASLConfiguration> saslConfiguration() {
    return Optional.empty();
  }
}
