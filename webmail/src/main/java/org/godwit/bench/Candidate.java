package org.godwit.bench;

import java.io.IOException;
import java.net.ServerSocket;

/** A mail server under test, running on this machine. */
interface Candidate extends Measured {

  int smtpPort();

  /** A port that nobody listens on at present. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
