package org.godwit.trust.sasl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;

/** Reads channel bindings out of a TLS session. */
final class TlsBindings {

  private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding"; // 9266 §2
  private static final int EXPORTER_BYTES = 32; // 9266 §2
  private static final Optional<Method> EXPORT = exporter();

  private TlsBindings() {}

  static ChannelBindings of(SSLSession session) {
    Map<String, byte[]> found = new HashMap<>();
    exported(session).ifPresent(bytes -> found.put("tls-exporter", bytes));
    Certificate[] own = session.getLocalCertificates();
    if (own != null && own.length > 0 && own[0] instanceof X509Certificate certificate) {
      endPoint(certificate).ifPresent(bytes -> found.put("tls-server-end-point", bytes));
    }
    return new ChannelBindings(found);
  }

  // 9266 §4.2: before TLS 1.3 the exporter is unique only with extended master secrets, and the JDK
  // does not say whether a session has one.
  private static Optional<byte[]> exported(SSLSession session) {
    if (EXPORT.isEmpty() || !"TLSv1.3".equals(session.getProtocol())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          (byte[]) EXPORT.get().invoke(session, EXPORTER_LABEL, new byte[0], EXPORTER_BYTES));
    } catch (IllegalAccessException | InvocationTargetException notGiven) {
      return Optional.empty(); // a provider may not support it; the certificate's hash remains
    }
  }

  // The JDK has this method from 25 on, and we compile for 21.
  private static Optional<Method> exporter() {
    try {
      return Optional.of(
          ExtendedSSLSession.class.getMethod(
              "exportKeyingMaterialData", String.class, byte[].class, int.class));
    } catch (NoSuchMethodException olderJdk) {
      return Optional.empty();
    }
  }

  static Optional<byte[]> endPoint(X509Certificate certificate) {
    Optional<String> hash = hashOf(certificate.getSigAlgName());
    if (hash.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MessageDigest.getInstance(hash.get()).digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException unusable) {
      return Optional.empty();
    }
  }

  // 5929 §4.1: the hash of the certificate's signature, but SHA-256 for MD5 and SHA-1; a signature
  // with no hash of its own (Ed25519) or several has no such binding.
  private static Optional<String> hashOf(String signature) {
    String name = signature.toUpperCase(Locale.ROOT);
    int with = name.indexOf("WITH");
    if (with < 0) {
      return Optional.empty();
    }
    String hash = name.substring(0, with).replace("-", "");
    return switch (hash) {
      case "MD5", "SHA1", "SHA256" -> Optional.of("SHA-256");
      case "SHA224" -> Optional.of("SHA-224");
      case "SHA384" -> Optional.of("SHA-384");
      case "SHA512" -> Optional.of("SHA-512");
      default -> Optional.empty();
    };
  }
}
