package org.godwit.trust.acme;

/** The authority knows our account, and takes no orders from it any more (8555 §7.1.2). */
final class AccountEnded extends OrderFailed {
  private static final long serialVersionUID = 1L;

  AccountEnded(Throwable cause) {
    super("the authority has ended our account", cause);
  }
}
