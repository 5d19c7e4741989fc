package org.godwit.trust.sasl;

import java.net.InetAddress;

/** Slows guessing down, per address and per account. Safe for many threads. */
public interface LoginGuard {

  /** Lets everybody try. For tests. */
  LoginGuard OPEN =
      new LoginGuard() {
        @Override
        public boolean admits(InetAddress peer, String user) {
          return true;
        }

        @Override
        public void failed(InetAddress peer, String user) {}

        @Override
        public void succeeded(InetAddress peer, String user) {}
      };

  /** Whether an attempt from there at that account may be made now. */
  boolean admits(InetAddress peer, String user);

  /** An attempt failed. */
  void failed(InetAddress peer, String user);

  /** An attempt succeeded. */
  void succeeded(InetAddress peer, String user);

  /** Nobody could say whether an attempt was right, because the accounts could not be read. */
  default void undecided(InetAddress peer, String user) {}
}
