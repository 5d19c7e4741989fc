package org.godwit.mailflow.outbound.dane;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.est.jcajce.JsseDefaultHostnameAuthorizer;

/** Believes a server because records say so (7672 §3). Safe for many threads. */
public final class DaneTrust extends X509ExtendedTrustManager {

  /** The certificate is vouched for, but has another name. */
  public static final class OtherName extends CertificateException {
    private static final long serialVersionUID = 1L;

    OtherName(String name) {
      super("its certificate is for another name than " + name);
    }
  }

  private final List<Tlsa> records;
  private final List<String> names;

  /**
   * Makes it.
   *
   * @param records that are usable
   * @param names one of which the certificate has to have, when a record names who vouches for it
   */
  public DaneTrust(List<Tlsa> records, List<String> names) {
    this.records = records.stream().filter(Tlsa::usable).toList();
    this.names = List.copyOf(names);
    if (this.records.isEmpty()) {
      throw new IllegalArgumentException("no record can be used");
    }
  }

  private void check(X509Certificate[] shown) throws CertificateException {
    if (shown == null || shown.length == 0) {
      throw new CertificateException("the server shows no certificate");
    }
    if (isNamed(shown[0])) {
      return; // 7672 §3.1.1: neither its names nor its dates matter
    }
    Set<TrustAnchor> anchors = anchors(shown);
    if (anchors.isEmpty()) {
      throw new CertificateException("its certificate is not what DNS says of it (TLSA)");
    }
    if (!isVouchedFor(shown, anchors)) {
      throw new CertificateException("no certificate that DNS names (TLSA) vouches for its own");
    }
    if (names.stream().noneMatch(name -> isIn(shown[0], name))) {
      throw new OtherName(names.getFirst());
    }
  }

  private boolean isNamed(X509Certificate own) {
    return records.stream()
        .anyMatch(record -> record.usage() == Tlsa.END_ENTITY && record.names(own));
  }

  /**
   * Those that may vouch: of the chain, all but the server's own, and those that DNS has in full.
   */
  private Set<TrustAnchor> anchors(X509Certificate[] shown) {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (Tlsa record : records) {
      if (record.usage() != Tlsa.TRUST_ANCHOR) {
        continue;
      }
      Arrays.stream(shown)
          .skip(1)
          .filter(record::names)
          .forEach(named -> anchors.add(new TrustAnchor(named, null)));
      record.certificate().ifPresent(whole -> anchors.add(new TrustAnchor(whole, null)));
      record
          .key() // a key without a name is that of whoever issued one of these (7671 §5.2.2)
          .ifPresent(
              key ->
                  Arrays.stream(shown)
                      .forEach(
                          one ->
                              anchors.add(
                                  new TrustAnchor(one.getIssuerX500Principal(), key, null))));
    }
    return anchors;
  }

  private static boolean isVouchedFor(X509Certificate[] shown, Set<TrustAnchor> anchors) {
    try {
      X509CertSelector own = new X509CertSelector();
      own.setCertificate(shown[0]);
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, own);
      parameters.addCertStore(
          CertStore.getInstance(
              "Collection", new CollectionCertStoreParameters(Arrays.asList(shown))));
      parameters.setRevocationEnabled(false);
      return CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath() != null;
    } catch (GeneralSecurityException notVouchedFor) {
      return false;
    }
  }

  private static boolean isIn(X509Certificate own, String name) {
    try {
      return new JsseDefaultHostnameAuthorizer(Set.of()).verify(name, own); // 7672 §3.2.3
    } catch (IOException unreadable) {
      return false;
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("we have no clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("we have no clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("we have no clients here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
