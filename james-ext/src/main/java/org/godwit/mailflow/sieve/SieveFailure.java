package org.godwit.mailflow.sieve;

/** A script that cannot go on with this message. The mail is kept (RFC 5228 §2.10.6). */
public final class SieveFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SieveFailure(String text) {
    super(text, null, false, false); // a script's fault, not ours: it needs no stack
  }
}
