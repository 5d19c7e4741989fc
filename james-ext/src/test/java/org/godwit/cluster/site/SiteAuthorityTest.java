package org.godwit.cluster.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Sites with one join token believe each other, and nobody else, without having met. */
class SiteAuthorityTest {
  private static final JoinToken TOKEN = JoinToken.of("a token of the cluster, long enough");
  private static final JoinToken OTHER = JoinToken.of("another token that is long enough too");

  @Test
  void sitesThatNeverMetSpeakToEachOther() throws Exception {
    SiteIdentity north = identity(TOKEN, "north");
    SiteIdentity south = identity(TOKEN, "south");

    assertThat(greet(north, south)).isEqualTo("hello");
  }

  @Test
  void aServerOfAnotherClusterIsNotBelieved() {
    SiteIdentity stranger = identity(OTHER, "north");
    SiteIdentity south = identity(TOKEN, "south");

    assertThatThrownBy(() -> greet(stranger, south)).isInstanceOf(SSLException.class);
  }

  @Test
  void aClientOfAnotherClusterIsNotLetIn() {
    SiteIdentity north = identity(TOKEN, "north");
    SiteIdentity stranger = identity(OTHER, "south");

    assertThatThrownBy(() -> greet(north, stranger)).isInstanceOf(IOException.class);
  }

  @Test
  void aSiteHasANewKeyAtEachStart() {
    assertThat(identity(TOKEN, "north").key()).isNotEqualTo(identity(TOKEN, "north").key());
  }

  @Test
  void theAuthorityIsTheSameInEverySite() throws Exception {
    SiteIdentity north = identity(TOKEN, "north");
    SiteIdentity south = identity(TOKEN, "south");

    south.certificate().verify(north.authority().getPublicKey());
    assertThat(north.authority().getPublicKey()).isEqualTo(south.authority().getPublicKey());
  }

  private static SiteIdentity identity(JoinToken token, String site) {
    return SiteAuthority.of(token).identity(site, "127.0.0.1");
  }

  /** One word from a server that wants a certificate, to a client that checks names. */
  private static String greet(SiteIdentity server, SiteIdentity client) throws Exception {
    try (SSLServerSocket listener =
        (SSLServerSocket)
            server
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      listener.setNeedClientAuth(true);
      listener.setSoTimeout(10_000);
      CompletableFuture<Void> greeting =
          CompletableFuture.runAsync(
              () -> {
                try (var socket = listener.accept()) {
                  socket
                      .getOutputStream()
                      .write("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      try (SSLSocket socket =
          (SSLSocket)
              client
                  .context()
                  .getSocketFactory()
                  .createSocket("127.0.0.1", listener.getLocalPort())) {
        socket.setSoTimeout(10_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        String said =
            new String(
                socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        greeting.join();
        return said;
      }
    }
  }
}
