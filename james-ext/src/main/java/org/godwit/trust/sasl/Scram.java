package org.godwit.trust.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.godwit.trust.Scope;
import org.godwit.trust.ScramKeys;

/**
 * SCRAM-SHA-256 and SCRAM-SHA-256-PLUS: both sides prove that they know the password's keys, and
 * with PLUS that they talk over the same TLS connection. RFC 5802 and 7677.
 */
final class Scram implements SaslExchange {
  private final Attempts attempts;
  private final boolean plus;
  private final Supplier<String> nonces;
  private final SaslChannel channel;
  private ScramClientFirst first; // null before the client has spoken
  private ScramSecret secret;
  private String nonce;
  private String serverFirst;

  private Scram(Attempts attempts, boolean plus, Supplier<String> nonces, SaslChannel channel) {
    this.attempts = attempts;
    this.plus = plus;
    this.nonces = nonces;
    this.channel = channel;
  }

  /**
   * @param nonces printable texts without comma, never twice the same
   * @param on whether there are keys to prove anything by
   */
  static SaslMechanism mechanism(
      Attempts attempts, boolean plus, Supplier<String> nonces, Predicate<SaslChannel> on) {
    return new SaslMechanism(
        plus ? "SCRAM-SHA-256-PLUS" : "SCRAM-SHA-256",
        true,
        on.and(channel -> !plus || channel.bindings().exist()),
        channel -> new Scram(attempts, plus, nonces, channel));
  }

  @Override
  public SaslStep next(byte[] response) {
    if (first == null) {
      return ScramClientFirst.parse(response)
          .map(this::begin)
          .orElseGet(SaslStep.Failure.MALFORMED::step);
    }
    try {
      return ScramClientFinal.parse(response)
          .map(this::finish)
          .orElseGet(SaslStep.Failure.MALFORMED::step);
    } finally {
      attempts.decided(channel, first.user());
    }
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
            && Attempts.forOneself(first.actAs(), first.user());
    Optional<ScramKeys> proved =
        secret
            .fitting()
            .filter(keys -> ScramProof.holds(keys, signed, message.proof()))
            .findFirst();
    if (!good || proved.isEmpty()) {
      return SaslStep.Failure.CREDENTIALS.step();
    }
    attempts.proved(channel, first.user(), secret, proved.get());
    String verifier =
        "v="
            + Base64.getEncoder().encodeToString(ScramProof.hmac(proved.get().serverKey(), signed));
    boolean ownPassword = proved.get().equals(secret.keys());
    Set<Scope> scopes = ownPassword ? EnumSet.allOf(Scope.class) : Set.of(channel.scope());
    return new SaslStep.Success(secret.user(), verifier.getBytes(StandardCharsets.UTF_8), scopes);
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
