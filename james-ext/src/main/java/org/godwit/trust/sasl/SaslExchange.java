package org.godwit.trust.sasl;

/** One attempt to authenticate. Used by one thread at a time, until it succeeds or fails. */
@FunctionalInterface
public interface SaslExchange {

  /**
   * Takes what the client said and says what comes next.
   *
   * @param response the client's bytes, base64 taken off; empty is a valid response
   */
  SaslStep next(byte[] response);

  /**
   * The same exchange for protocols whose success carries no data (SMTP, IMAP, POP3): the data goes
   * out as one more challenge, which the client answers with nothing.
   */
  default SaslExchange withoutSuccessData() {
    return new DataBeforeSuccess(this);
  }
}
