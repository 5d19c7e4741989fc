package org.godwit.mailflow.outbound;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.godwit.mailflow.outbound.dane.DaneTrust;

/**
 * TLS towards other servers. Those found by MX may show any certificate: it is opportunistic,
 * against those who listen (7435 §3). A smart host must prove its name where the settings ask, and
 * a domain's servers where the domain asks.
 */
final class Tls {
  private final SSLContext any;
  private final SSLContext proven;

  /** Proof is a certificate that this Java's own list of authorities leads to. */
  Tls() {
    this(null);
  }

  /**
   * @param authorities who may vouch for a name; null is this Java's own list
   */
  Tls(TrustManager[] authorities) {
    any = context(new TrustManager[] {new AnyCertificate()});
    proven = context(authorities);
  }

  private static SSLContext context(TrustManager[] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /**
   * A socket that has not shaken hands yet.
   *
   * @param proof the handshake fails unless the server shows it
   */
  SSLSocket over(Socket plain, Hop hop, Proof proof) throws IOException {
    return switch (proof) {
      case Proof.Nothing nothing -> socket(any, plain, hop.host());
      case Proof.Encryption encryption -> socket(any, plain, hop.host());
      case Proof.Name name -> named(socket(proven, plain, hop.host()));
      case Proof.Trial trial -> named(socket(proven, plain, hop.host()));
      case Proof.Dane dane -> // a context of its own: no session of another's is resumed
          socket(
              context(new TrustManager[] {new DaneTrust(dane.records(), dane.names())}),
              plain,
              dane.names().getFirst()); // 7672 §8.1: the name where the records are
    };
  }

  private static SSLSocket named(SSLSocket socket) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // 7817 §3: the name in the settings
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static SSLSocket socket(SSLContext context, Socket plain, String host)
      throws IOException {
    SSLSocketFactory factory = context.getSocketFactory();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, plain.getPort(), true);
    socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    socket.setUseClientMode(true);
    return socket;
  }

  /** Believes everybody. */
  private static final class AnyCertificate extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
