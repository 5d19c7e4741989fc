package org.godwit.trust.acme;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;

/** Puts up what proves that a name is ours, and takes it down again. */
interface Proofs {

  /**
   * Puts one up.
   *
   * @param challenge of the kind that was asked for
   */
  void offer(String name, Challenge challenge) throws OrderFailed;

  /** How long it takes until the authority can see what was put up. */
  Duration untilSeen();

  /** Takes all down; what cannot be taken down is told to the log. */
  void withdraw();

  /** At our own doors: all nodes answer from the vault. */
  record AtOurDoors(AcmeVault vault) implements Proofs {
    private static final Duration KEPT = Duration.ofHours(1);

    @Override
    public void offer(String name, Challenge challenge) throws OrderFailed {
      switch (challenge) {
        case Http01Challenge http ->
            keep(
                ChallengeKind.HTTP_01,
                http.getToken(),
                http.getAuthorization().getBytes(StandardCharsets.US_ASCII));
        case TlsAlpn01Challenge tls ->
            keep(ChallengeKind.TLS_ALPN_01, name, tls.getAcmeValidation());
        default -> throw new OrderFailed("a proof of an unknown kind: " + challenge.getType());
      }
    }

    private void keep(ChallengeKind kind, String asked, byte[] answer) throws OrderFailed {
      try {
        vault.offer(kind, asked, answer, KEPT);
      } catch (RuntimeException e) { // the vault's own kind
        throw new OrderFailed("a proof cannot be kept: " + e.getMessage(), e);
      }
    }

    @Override
    public Duration untilSeen() {
      return Duration.ZERO;
    }

    @Override
    public void withdraw() {
      vault.withdraw();
    }
  }

  /** In DNS. */
  record InDns(DnsRecords records, Duration waiting) implements Proofs {
    @Override
    public void offer(String name, Challenge challenge) throws OrderFailed {
      if (!(challenge instanceof Dns01Challenge dns)) {
        throw new OrderFailed("a proof of an unknown kind: " + challenge.getType());
      }
      records.add(dns.getRRName(name), dns.getDigest()); // 8555 §8.4
    }

    @Override
    public Duration untilSeen() {
      return waiting;
    }

    @Override
    public void withdraw() {
      records.removeAll();
    }
  }
}
