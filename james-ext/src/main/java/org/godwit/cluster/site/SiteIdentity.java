package org.godwit.cluster.site;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/** A site's key, its certificate, and the one certificate that all sites believe in. */
record SiteIdentity(PrivateKey key, X509Certificate certificate, X509Certificate authority) {

  /** How we speak to other sites: with our certificate, and to nobody without one. */
  SSLContext context() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("site", key, new char[0], new X509Certificate[] {certificate, authority});
      store.setCertificateEntry("authority", authority);
      KeyManagerFactory ours =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      ours.init(store, new char[0]);
      TrustManagerFactory theirs =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      theirs.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the identity of a site cannot be used", e);
    }
  }

  /** Writes the files that etcd, Patroni, PostgreSQL and its driver read. */
  void write(SiteFiles files) throws IOException {
    try {
      files.write(
          files.place().authority(), pem(new PemObject("CERTIFICATE", authority.getEncoded())));
      files.write(
          files.place().certificate(), pem(new PemObject("CERTIFICATE", certificate.getEncoded())));
      files.write(files.place().key(), pem(new JcaPKCS8Generator(key, null)));
      files.write(files.place().keyForJava(), key.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the identity of a site cannot be written", e);
    }
  }

  private static byte[] pem(PemObjectGenerator object) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter pem = new PemWriter(text)) {
      pem.writeObject(object);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
