package org.godwit.trust.acme;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** How acme4j talks to an authority: over HTTPS, to whom we trust, and without redirects. */
final class CarefulProvider extends GenericAcmeProvider {
  private static final Duration CONNECT = Duration.ofSeconds(15);

  private final Optional<SSLContext> trust;

  /**
   * @param authorities PEM of who vouches for the site; empty are those that Java trusts
   * @throws OrderFailed when the file cannot be used
   */
  CarefulProvider(Optional<Path> authorities) throws OrderFailed {
    this.trust =
        authorities.isPresent() ? Optional.of(trusting(authorities.get())) : Optional.empty();
  }

  @Override
  public HttpClient createHttpClient(NetworkSettings settings) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // 8555 names all its places itself
            .connectTimeout(CONNECT);
    trust.ifPresent(client::sslContext);
    return client.build();
  }

  @Override
  public Connection connect(URI server, NetworkSettings settings, HttpClient client) {
    return new CarefulConnection(createHttpConnector(settings, client));
  }

  private static SSLContext trusting(Path file) throws OrderFailed {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + number++, each);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new OrderFailed("acme.ca_file " + file + " cannot be used: " + e.getMessage(), e);
    }
  }
}
