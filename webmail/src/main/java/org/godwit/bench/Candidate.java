package org.godwit.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;

/** A server under test, running on this machine. */
interface Candidate extends AutoCloseable {

  /** How the table calls it. */
  String name();

  int imapPort();

  int smtpPort();

  /** The address of the n-th user, who has this as the password too: {@code pw-uN}. */
  default String user(int number) {
    return "u" + number + "@example.test";
  }

  default String password(int number) {
    return "pw-u" + number;
  }

  /** A port that nobody listens on at present. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The processes whose trees are the server. */
  Set<Long> processes();

  @Override
  void close();
}
