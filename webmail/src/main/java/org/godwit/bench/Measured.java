package org.godwit.bench;

import java.util.Set;

/** A server on this machine that clients use and whose processes are looked at. */
interface Measured extends AutoCloseable {

  /** How the table calls it. */
  String name();

  int imapPort();

  /** The address of the n-th user, who has this as the password too: {@code pw-uN}. */
  default String user(int number) {
    return "u" + number + "@example.test";
  }

  default String password(int number) {
    return "pw-u" + number;
  }

  /** The processes whose trees are the server. */
  Set<Long> processes();

  @Override
  void close();
}
