package org.godwit.trust.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * SCRAM-SHA-256 and SCRAM-SHA-256-PLUS: both sides prove that they know the password's keys, and
 * with PLUS that they talk over the same TLS connection. RFC 5802 and 7677.
 */
final class Scram implements SaslMechanism {

  private final Attempts attempts;
  private final boolean plus;
  private final Supplier<String> nonces;

  /**
   * @param nonces printable texts without comma, never twice the same
   */
  Scram(Attempts attempts, boolean plus, Supplier<String> nonces) {
    this.attempts = attempts;
    this.plus = plus;
    this.nonces = nonces;
  }

  @Override
  public String name() {
    return plus ? "SCRAM-SHA-256-PLUS" : "SCRAM-SHA-256";
  }

  @Override
  public boolean offeredTo(SaslChannel channel) {
    return !plus || channel.bindings().exist();
  }

  @Override
  public boolean clientFirst() {
    return true;
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return new Talk(channel);
  }

  private final class Talk implements SaslExchange {

    private final SaslChannel channel;
    private ScramClientFirst first;
    private ScramSecret secret;
    private String nonce;
    private String serverFirst;

    Talk(SaslChannel channel) {
      this.channel = channel;
    }

    @Override
    public SaslStep next(byte[] response) {
      if (first == null) {
        return ScramClientFirst.parse(response)
            .map(this::begin)
            .orElseGet(SaslStep.Failure.MALFORMED::step);
      }
      return ScramClientFinal.parse(response)
          .map(this::finish)
          .orElseGet(SaslStep.Failure.MALFORMED::step);
    }

    private SaslStep begin(ScramClientFirst message) {
      first = message;
      if (!bindingFits(message)) {
        return SaslStep.Failure.CREDENTIALS.step();
      }
      return attempts.scram(channel, message.user(), this::challenge);
    }

    // 5802 §6: PLUS needs a binding, and the plain form must not have one. A client that believes
    // we cannot bind although we offer it ("y") has been lied to by somebody in the middle.
    private boolean bindingFits(ScramClientFirst message) {
      if (plus) {
        return message.binding() != null && channel.bindings().get(message.binding()).isPresent();
      }
      return message.binding() == null && (message.unaware() || !channel.bindings().exist());
    }

    private SaslStep challenge(ScramSecret found) {
      secret = found;
      nonce = first.nonce() + nonces.get();
      serverFirst =
          "r="
              + nonce
              + ",s="
              + Base64.getEncoder().encodeToString(secret.keys().salt())
              + ",i="
              + secret.keys().iterations();
      return new SaslStep.Challenge(serverFirst.getBytes(StandardCharsets.UTF_8));
    }

    private SaslStep finish(ScramClientFinal message) {
      String signed = first.bare() + "," + serverFirst + "," + message.signed();
      boolean good =
          nonce.equals(message.nonce())
              && MessageDigest.isEqual(binding(), message.binding())
              && ScramProof.holds(secret.keys(), signed, message.proof())
              && (first.actAs().isEmpty() || first.actAs().equalsIgnoreCase(first.user()));
      if (!good) {
        return SaslStep.Failure.CREDENTIALS.step();
      }
      attempts.proved(channel, first.user(), secret);
      String verifier =
          "v="
              + Base64.getEncoder()
                  .encodeToString(ScramProof.hmac(secret.keys().serverKey(), signed));
      return new SaslStep.Success(secret.user(), verifier.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] binding() {
      byte[] header = first.headerBytes();
      byte[] data =
          first.binding() == null
              ? new byte[0]
              : channel.bindings().get(first.binding()).orElseThrow();
      byte[] all = Arrays.copyOf(header, header.length + data.length);
      System.arraycopy(data, 0, all, header.length, data.length);
      return all;
    }
  }
}
