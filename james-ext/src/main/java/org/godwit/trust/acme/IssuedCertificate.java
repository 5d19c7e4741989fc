package org.godwit.trust.acme;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A key of ours and what an authority says of it.
 *
 * @param chain ours first; never empty
 */
public record IssuedCertificate(PrivateKey key, List<X509Certificate> chain) {
  private static final int LONGEST_CHAIN = 8;
  private static final int DNS_NAME = 2; // 5280 §4.2.1.6
  private static final String SERVER = "1.3.6.1.5.5.7.3.1"; // 5280 §4.2.1.12
  private static final String ANY_USE = "2.5.29.37.0";

  /** Less than this to live is no use. */
  private static final Duration LEAST_LIFE = Duration.ofHours(1);

  public IssuedCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "certificate " + ours().getSerialNumber().toString(16) + " for " + names();
  }

  X509Certificate ours() {
    return chain.getFirst();
  }

  KeyPair pair() {
    return new KeyPair(ours().getPublicKey(), key);
  }

  public Instant end() {
    return ours().getNotAfter().toInstant();
  }

  /** The names in it, in lower case. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    try {
      var all = ours().getSubjectAlternativeNames();
      if (all != null) {
        all.stream()
            .filter(each -> each.get(0).equals(DNS_NAME))
            .forEach(each -> names.add(each.get(1).toString().toLowerCase(Locale.ROOT)));
      }
    } catch (CertificateParsingException e) {
      return Set.of(); // it names nothing that a client could read
    }
    return names;
  }

  /**
   * This, when it can be shown to the world.
   *
   * @param asked the key that we sent
   * @throws OrderFailed when it is not for our key, not for these names, not valid now, not for
   *     servers, or when its chain does not hold together
   */
  IssuedCertificate checked(PublicKey asked, List<String> names, Instant now) throws OrderFailed {
    if (!ours().getPublicKey().equals(asked)) {
      throw new OrderFailed("the authority's certificate is for another key than ours");
    }
    if (!names().containsAll(names)) {
      throw new OrderFailed("the authority's certificate names " + names() + ", not " + names);
    }
    if (ours().getNotBefore().toInstant().isAfter(now)) {
      throw new OrderFailed(
          "the authority's certificate begins " + ours().getNotBefore().toInstant());
    }
    if (end().isBefore(now.plus(LEAST_LIFE))) {
      throw new OrderFailed("the authority's certificate ends " + end());
    }
    if (!isForServers()) {
      throw new OrderFailed("the authority's certificate is not one for servers");
    }
    checkChain(now);
    return this;
  }

  private boolean isForServers() {
    try {
      List<String> uses = ours().getExtendedKeyUsage();
      boolean[] key = ours().getKeyUsage();
      return ours().getBasicConstraints() < 0 // 5280 §4.2.1.9: not an authority itself
          && (uses == null || uses.contains(SERVER) || uses.contains(ANY_USE))
          && (key == null || key[0]); // 5280 §4.2.1.3: digitalSignature
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** 8446 §4.4.2: each vouches for the one before it. */
  private void checkChain(Instant now) throws OrderFailed {
    if (chain.size() > LONGEST_CHAIN) {
      throw new OrderFailed("the authority's chain has " + chain.size() + " certificates");
    }
    if (ours().getIssuerX500Principal().equals(ours().getSubjectX500Principal())) {
      throw new OrderFailed("nobody vouches for the authority's certificate");
    }
    for (int i = 1; i < chain.size(); i++) {
      X509Certificate issuer = chain.get(i);
      try {
        chain.get(i - 1).verify(issuer.getPublicKey());
      } catch (GeneralSecurityException e) {
        throw new OrderFailed("the authority's chain does not hold together", e);
      }
      if (issuer.getNotAfter().toInstant().isBefore(now)) {
        throw new OrderFailed("the authority's chain has ended");
      }
    }
  }
}
