package org.godwit.trust.sasl;

import java.util.Set;
import org.godwit.trust.Scope;

/** What the server says next in an exchange. */
public sealed interface SaslStep {

  /** Bytes for the client, which owes a response. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and each array has one owner
  record Challenge(byte[] data) implements SaslStep {}

  /**
   * The client is who it says.
   *
   * @param user the name of the account, as the store writes it
   * @param data what the mechanism says along with success; empty when it says nothing
   * @param scopes where the same secret is good, as far as is known
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and each array has one owner
  record Success(String user, byte[] data, Set<Scope> scopes) implements SaslStep {

    public Success {
      scopes = Set.copyOf(scopes);
    }

    /** Without a word of the mechanism. */
    static Success of(Proven proven) {
      return new Success(proven.user(), new byte[0], proven.scopes());
    }
  }

  /** The end without success. */
  record Refused(Failure why) implements SaslStep {}

  /** Why an exchange failed: all that a client may know. */
  enum Failure {
    /** Wrong password, no such user, wrong channel: never told apart. */
    CREDENTIALS,
    /** The bytes are not what the mechanism speaks. */
    MALFORMED,
    /** The client gave up. */
    CANCELLED,
    /** No such mechanism, or not for this client. */
    MECHANISM,
    /** Too many failures from there or for that account; later it may work. */
    SLOWED,
    /** The secrets cannot be read now. */
    UNAVAILABLE;

    /** This failure as the end of an exchange. */
    public Refused step() {
      return new Refused(this);
    }
  }
}
