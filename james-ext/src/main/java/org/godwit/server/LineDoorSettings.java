package org.godwit.server;

import org.apache.james.protocols.api.ProtocolConfiguration;

/** How doors call themselves that need no more than a name. */
record LineDoorSettings(String hostname) implements ProtocolConfiguration {

  @Override
  public String getGreeting() {
    return null; // our handlers write their own
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
