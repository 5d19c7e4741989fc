package org.godwit.mailflow.outbound;

/** Hears how connections to other servers were encrypted. Safe for many threads; throws nothing. */
interface TlsTally {

  /** Nobody listens. */
  TlsTally NONE =
      new TlsTally() {
        @Override
        public void good(Hop hop) {}

        @Override
        public void bad(Hop hop, TlsFailure failure, String reason) {}
      };

  /** One that has what it should have. */
  void good(Hop hop);

  /** One that has not, whether mail is sent over it or not. */
  void bad(Hop hop, TlsFailure failure, String reason);
}
