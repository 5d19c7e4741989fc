package org.godwit.discovery;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.godwit.trust.dkim.DkimKey;

/**
 * The records that a domain of ours needs. The only place that lists them.
 *
 * @param domain in A-labels and lower case
 * @param hostname of this server
 * @param keys whose records are published
 * @param certificate of this server, when others can rely on it; empty for one that we signed
 * @param certifier who alone gives out certificates for the domain; empty when nobody knows
 */
public record DomainRecords(
    String domain,
    String hostname,
    List<DkimKey> keys,
    Optional<X509Certificate> certificate,
    Optional<String> certifier) {

  public DomainRecords {
    keys = List.copyOf(keys);
  }

  /** All of them, in the order to set them up. */
  public List<DnsRecord> all() {
    List<DnsRecord> all = new ArrayList<>();
    all.add(new DnsRecord("mail in", domain, "MX", "10 " + hostname + ".", true));
    all.add(text("SPF", domain, "v=spf1 mx a:" + hostname + " -all", true));
    for (DkimKey key : keys) {
      all.add(text("DKIM " + key.algorithm().tag(), key.name(), key.record(), true));
    }
    MtaSts sts = new MtaSts(hostname, certificate.isPresent());
    String policy = "v=DMARC1; p=quarantine; rua=mailto:postmaster@" + domain;
    all.add(text("DMARC", "_dmarc." + domain, policy, true));
    all.add(alias("MTA-STS policy", "mta-sts." + domain));
    all.add(text("MTA-STS", "_mta-sts." + domain, "v=STSv1; id=" + sts.id(), false));
    all.add(
        text(
            "TLS reports",
            "_smtp._tls." + domain,
            "v=TLSRPTv1; rua=mailto:postmaster@" + domain,
            false));
    all.add(service("_submissions", 465)); // 8314 §5.1
    all.add(service("_submission", 587)); // 6186 §3.1
    all.add(service("_imaps", 993)); // 6186 §3.2
    all.add(service("_pop3s", 995)); // 6186 §3.3
    all.add(service("_sieve", 4190)); // 5804 §1.8
    all.add(service("_jmap", 443)); // 8620 §2.2
    all.add(service("_autodiscover", 443));
    all.add(alias("Thunderbird", "autoconfig." + domain));
    all.add(alias("Outlook", "autodiscover." + domain));
    certificate.ifPresent(
        ours ->
            all.add(
                new DnsRecord(
                    "DANE", "_25._tcp." + hostname, "TLSA", "3 1 1 " + keyHash(ours), false)));
    certifier.ifPresent(
        name ->
            all.add(
                new DnsRecord(
                    "who may certify", domain, "CAA", "0 issue \"" + name + "\"", false)));
    return all;
  }

  private static DnsRecord text(String purpose, String name, String value, boolean needed) {
    return new DnsRecord(purpose, name, "TXT", value, needed);
  }

  private DnsRecord alias(String purpose, String name) {
    return new DnsRecord(purpose, name, "CNAME", hostname + ".", false);
  }

  private DnsRecord service(String service, int port) {
    return new DnsRecord(
        "set-up of programs",
        service + "._tcp." + domain,
        "SRV",
        "0 1 %d %s.".formatted(port, hostname),
        false);
  }

  /** SHA-256 of the public key: it stays when the certificate is renewed (7671 §5.1). */
  private static String keyHash(X509Certificate certificate) {
    try {
      byte[] key = certificate.getPublicKey().getEncoded();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
