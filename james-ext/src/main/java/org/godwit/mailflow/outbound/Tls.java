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

/**
 * TLS towards other servers. Those found by MX may show any certificate: it is opportunistic,
 * against those who listen (7435 §3). A smart host must prove its name where the settings ask.
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
   * @param proof whether the handshake fails unless the server proves that it is the hop's host
   */
  SSLSocket over(Socket plain, Hop hop, boolean proof) throws IOException {
    SSLSocketFactory factory = (proof ? proven : any).getSocketFactory();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, hop.host(), plain.getPort(), true);
    socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    socket.setUseClientMode(true);
    if (proof) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS"); // 7817 §3: the name in the settings
      socket.setSSLParameters(parameters);
    }
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
