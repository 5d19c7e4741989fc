package org.godwit.trust.sasl;

/** Sends a success's data as a challenge of its own. RFC 4422 §3.6. */
final class DataBeforeSuccess implements SaslExchange {

  private final SaslExchange inner;
  private SaslStep.Success held;

  DataBeforeSuccess(SaslExchange inner) {
    this.inner = inner;
  }

  @Override
  public SaslStep next(byte[] response) {
    if (held != null) {
      return response.length == 0
          ? new SaslStep.Success(held.user(), new byte[0], held.scopes())
          : SaslStep.Failure.MALFORMED.step();
    }
    SaslStep step = inner.next(response);
    if (step instanceof SaslStep.Success success && success.data().length > 0) {
      held = success;
      return new SaslStep.Challenge(success.data());
    }
    return step;
  }
}
