package org.godwit.server;

/** Switches that James and Java read from system properties only. */
final class JamesDefaults {

  private JamesDefaults() {}

  /** Before the first class of James is used; a value given on the command line wins. */
  static void set() {
    // The name of a client would be looked up in DNS, on the thread that greets it.
    setUnlessGiven("james.protocols.mdc.hostname", "false");
    setUnlessGiven("io.netty.leakDetection.level", "disabled");
    // Up to TLS 1.2 a client could have us negotiate again and again, at little cost to itself.
    setUnlessGiven("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  private static void setUnlessGiven(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
