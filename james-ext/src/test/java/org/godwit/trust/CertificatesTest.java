package org.godwit.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"mail.example.org", "localhost", "127.0.0.1"})
  void aClientThatChecksNamesAcceptsTheSelfSignedOne(String name) throws Exception {
    try (Certificates ours = Certificates.selfSigned(directory, "mail.example.org")) {
      assertThat(handshake(ours, trusting(ours.chain().get(0)), name, "TLSv1.3", "TLSv1.2"))
          .isEqualTo(ours.chain().get(0));
    }
  }

  @Test
  void aClientThatChecksNamesRefusesAnotherName() throws Exception {
    try (Certificates ours = Certificates.selfSigned(directory, "mail.example.org")) {
      SSLContext client = trusting(ours.chain().get(0));
      assertThatThrownBy(() -> handshake(ours, client, "other.example.org", "TLSv1.3"))
          .isInstanceOf(SSLException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void speaksBothModernVersions(String protocol) throws Exception {
    try (Certificates ours = Certificates.selfSigned(directory, "mail.example.org")) {
      SSLContext client = trusting(ours.chain().get(0));
      assertThat(handshake(ours, client, "localhost", protocol)).isNotNull();
    }
  }

  @Test
  void keepsItsFilesToItself() throws Exception {
    Certificates.selfSigned(directory, "mail.example.org").close();
    for (String file : new String[] {"key.pem", "certificate.pem"}) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
          .isEqualTo("rw-------");
    }
    assertThat(directory.resolve("key.pem")).content().startsWith("-----BEGIN PRIVATE KEY-----");
  }

  @Test
  void isTheSameAfterARestartAndAnotherForAnotherName() throws Exception {
    BigInteger first = serial("mail.example.org");
    assertThat(serial("mail.example.org")).isEqualTo(first);
    assertThat(serial("mx.example.org")).isNotEqualTo(first);
  }

  @Test
  void isRenewedBeforeItEnds() throws Exception {
    Clock early = Clock.offset(Clock.systemUTC(), Duration.ofDays(-800));
    new SelfSigned(directory, "mail.example.org", early).ensure();
    try (Certificates ours = Certificates.selfSigned(directory, "mail.example.org")) {
      assertThat(ours.chain().get(0).getNotAfter())
          .isAfter(Date.from(Clock.systemUTC().instant().plus(Duration.ofDays(800))));
    }
  }

  @Test
  void isMadeAgainWhenTheKeyIsMissing() throws Exception {
    BigInteger first = serial("mail.example.org");
    Files.delete(directory.resolve("key.pem"));
    assertThat(serial("mail.example.org")).isNotEqualTo(first);
  }

  @Test
  void showsTheNewCertificateAfterAReload() throws Exception {
    Path other = directory.resolve("other");
    Certificates.selfSigned(other, "mail.example.org").close();
    try (Certificates ours = Certificates.selfSigned(directory, "mail.example.org")) {
      final X509Certificate old = ours.chain().get(0);
      copy(other, directory);

      ours.reload();

      X509Certificate fresh = ours.chain().get(0);
      assertThat(fresh).isNotEqualTo(old);
      assertThat(handshake(ours, trusting(fresh), "localhost", "TLSv1.3")).isEqualTo(fresh);
    }
  }

  @Test
  void keepsTheOldCertificateWhenTheNewOneIsBroken() throws Exception {
    try (Certificates ours = Certificates.selfSigned(directory, "mail.example.org")) {
      X509Certificate old = ours.chain().get(0);
      Files.writeString(directory.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nhalf");

      assertThatThrownBy(ours::reload)
          .isInstanceOf(CertificateProblem.class)
          .hasMessageContaining("key.pem");

      assertThat(handshake(ours, trusting(old), "localhost", "TLSv1.3")).isEqualTo(old);
    }
  }

  @Test
  void refusesAKeyOfAnotherCertificate() throws Exception {
    Path other = directory.resolve("other");
    Certificates.selfSigned(other, "mail.example.org").close();
    Certificates.selfSigned(directory, "mail.example.org").close();
    assertThatThrownBy(
            () -> Certificates.of(directory.resolve("certificate.pem"), other.resolve("key.pem")))
        .isInstanceOf(CertificateProblem.class)
        .hasMessageContaining("is not the key of");
  }

  @Test
  void refusesWhatIsNoFile() {
    assertThatThrownBy(
            () -> Certificates.of(directory.resolve("none.pem"), directory.resolve("none.pem")))
        .isInstanceOf(CertificateProblem.class)
        .hasMessageContaining("none.pem");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false, true",
    "127.8.8.8, false, true",
    "::1, false, true",
    "192.0.2.1, false, false",
    "192.0.2.1, true, true",
    "2001:db8::1, false, false",
  })
  void passwordsTravelUnderTlsOrInsideTheMachine(String from, boolean tls, boolean allowed)
      throws Exception {
    InetSocketAddress remote = new InetSocketAddress(InetAddress.getByName(from), 4711);
    assertThat(ClearText.passwordAllowed(remote, tls)).isEqualTo(allowed);
  }

  private BigInteger serial(String hostname) throws CertificateProblem {
    try (Certificates ours = Certificates.selfSigned(directory, hostname)) {
      return ours.chain().get(0).getSerialNumber();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (String file : new String[] {"key.pem", "certificate.pem"}) {
      Files.writeString(to.resolve(file), Files.readString(from.resolve(file)));
    }
  }

  private static SSLContext trusting(X509Certificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("ours", certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** What the server shows to a client that checks {@code name} as for HTTPS. */
  private static X509Certificate handshake(
      Certificates ours, SSLContext client, String name, String... protocols) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket listening =
        (SSLServerSocket)
            ours.context().getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      listening.setEnabledProtocols(Certificates.PROTOCOLS.toArray(String[]::new));
      listening.setEnabledCipherSuites(Certificates.CIPHERS.toArray(String[]::new));
      Thread.ofVirtual().start(() -> greet(listening));
      try (java.net.Socket plain = new java.net.Socket(loopback, listening.getLocalPort());
          SSLSocket socket =
              (SSLSocket)
                  client
                      .getSocketFactory()
                      .createSocket(plain, name, listening.getLocalPort(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(protocols);
        socket.setSSLParameters(parameters);
        assertThat(socket.getInputStream().read()).isEqualTo('!');
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
      }
    }
  }

  private static void greet(SSLServerSocket listening) {
    try (java.net.Socket socket = listening.accept();
        OutputStream out = socket.getOutputStream()) {
      out.write('!');
    } catch (IOException e) {
      // the client hung up: the test says why
    }
  }
}
