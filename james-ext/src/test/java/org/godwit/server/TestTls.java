package org.godwit.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.james.protocols.netty.Encryption;
import org.godwit.trust.Certificates;

/** A certificate for tests, and a client that trusts it. */
public final class TestTls implements AutoCloseable {

  private final Certificates certificates;

  public TestTls(Path directory) throws Exception {
    certificates = Certificates.selfSigned(Files.createDirectories(directory), "localhost");
  }

  public Encryption startTls() {
    return Encryption.createStartTls(certificates.context(), null, null, null);
  }

  public Encryption implicit() {
    return Encryption.createTls(certificates.context(), null, null, null);
  }

  public SSLContext client(String protocol) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ours", certificates.chain().getFirst());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance(protocol);
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  public java.security.cert.X509Certificate certificate() {
    return certificates.chain().getFirst();
  }

  @Override
  public void close() throws IOException {
    certificates.close();
  }
}
