package org.godwit.server;

import org.apache.james.protocols.api.ProtocolConfiguration;

/** How the POP3 doors call themselves. */
record Pop3DoorSettings(String hostname) implements ProtocolConfiguration {

  @Override
  public String getGreeting() {
    return null; // James's handler writes one with the time stamp of APOP
  }

  @Override
  public String getSoftwareName() {
    return "Godwit";
  }

  @Override
  public String getHelloName() {
    return hostname;
  }
}
