package org.godwit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.certificate.StoredVault;
import org.godwit.trust.Certificates;
import org.godwit.trust.acme.AlpnChallenge;
import org.godwit.trust.acme.ChallengeKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate authority that asks by a handshake, and everybody else at the same port. */
@ExtendWith(PostgresExtension.class)
class AcmeHandshakeTest {
  private static final String OID = "1.3.6.1.5.5.7.1.31"; // 8737 §3
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private Path folder;
  private StoredVault vault;
  private Certificates certificates;
  private WebServer server;

  @BeforeEach
  void open(Database database) throws Exception {
    vault = new StoredVault(database);
    certificates = Certificates.selfSigned(folder, "mail.example.test");
    WebSettings settings =
        new WebSettings(Optional.empty(), Optional.of(ANY), 100, 100, Optional.empty());
    server =
        WebServer.start(
            settings,
            certificates,
            new AlpnChallenge(vault).context(),
            List.of(WebPart.of("/", new FrontPage())));
  }

  @AfterEach
  void close() {
    server.close();
    certificates.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void whoAsksForAProofGetsIt(String version) throws Exception {
    byte[] proof = new byte[32];
    proof[0] = 7;
    vault.offer(ChallengeKind.TLS_ALPN_01, "mail.example.test", proof, Duration.ofMinutes(1));
    try (SSLSocket socket = socket("mail.example.test", version, "acme-tls/1")) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      assertThat(socket.getApplicationProtocol()).isEqualTo("acme-tls/1");
      assertThat(shown.getCriticalExtensionOIDs()).contains(OID);
      assertThat(shown.getExtensionValue(OID)).endsWith(proof);
      assertThat(shown.getSubjectAlternativeNames())
          .singleElement()
          .satisfies(name -> assertThat(name.get(1)).isEqualTo("mail.example.test"));
    }
  }

  @Test
  void forANameThatNobodyOrderedThereIsNone() throws Exception {
    try (SSLSocket socket = socket("other.example.test", "TLSv1.3", "acme-tls/1")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http/1.1", "h2", "h2,http/1.1", "acme-tls/1,http/1.1", ""})
  void everybodyElseGetsTheUsualCertificate(String offered) throws Exception {
    vault.offer(
        ChallengeKind.TLS_ALPN_01, "mail.example.test", new byte[32], Duration.ofMinutes(1));
    String[] protocols = offered.isEmpty() ? new String[0] : offered.split(",");
    try (SSLSocket socket = socket("mail.example.test", "TLSv1.3", protocols)) {
      socket.startHandshake();
      assertThat(socket.getSession().getPeerCertificates()[0])
          .isEqualTo(certificates.chain().getFirst());
    }
  }

  private SSLSocket socket(String name, String version, String... protocols) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Looking()}, new SecureRandom());
    InetSocketAddress at = server.https().orElseThrow();
    SSLSocket socket = socket(context, at);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    parameters.setServerNames(List.of(new SNIHostName(name)));
    parameters.setProtocols(new String[] {version});
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static SSLSocket socket(SSLContext context, InetSocketAddress at) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(at.getAddress(), at.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** An authority looks into the certificate and trusts none. */
  private static final class Looking implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException("we are the client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      assertThat(chain).hasSize(1);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
