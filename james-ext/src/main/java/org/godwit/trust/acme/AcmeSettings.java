package org.godwit.trust.acme;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * From whom certificates are had, and how.
 *
 * @param directory where the authority begins (8555 §7.1.1)
 * @param contact a mail address that the authority may write to
 * @param names all that the certificate must name; empty is ours and those of our domains
 * @param challenge how names are proven
 * @param authorities PEM of who vouches for the authority's own site; empty are those of Java
 * @param binding to an account that the authority knows otherwise
 * @param dns whom records are sent to; there when {@code challenge} is DNS_01
 */
public record AcmeSettings(
    URI directory,
    Optional<String> contact,
    List<String> names,
    ChallengeKind challenge,
    Optional<Path> authorities,
    Optional<Binding> binding,
    Optional<DnsUpdates> dns) {

  public AcmeSettings {
    names = List.copyOf(names);
    if (challenge == ChallengeKind.DNS_01 && dns.isEmpty()) {
      throw new IllegalArgumentException("a proof by DNS needs a server that takes records");
    }
  }

  /**
   * An account elsewhere (8555 §7.3.4). The key is never printed.
   *
   * @param key in base64url
   */
  public record Binding(String id, String key) {
    @Override
    public String toString() {
      return id;
    }
  }

  /**
   * A name server that takes signed updates (2136, 8945). The key is never printed.
   *
   * @param zone where records are put; empty asks the server which zone a name is in
   * @param algorithm such as {@code hmac-sha256}
   * @param key in base64
   * @param settling until the zone's other servers know a record, too
   */
  public record DnsUpdates(
      InetSocketAddress server,
      Optional<String> zone,
      String algorithm,
      String keyName,
      String key,
      Duration settling) {
    @Override
    public String toString() {
      return keyName + " at " + server;
    }
  }
}
