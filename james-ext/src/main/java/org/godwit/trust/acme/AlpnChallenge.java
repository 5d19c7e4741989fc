package org.godwit.trust.acme;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.util.CertificateUtils;

/**
 * The handshake that proves a name at port 443 (RFC 8737): a certificate of our own for that name,
 * with what the authority asked for in it, while it asks. To everybody else the handshake fails.
 */
public final class AlpnChallenge {

  /** 8737 §4: only a client that offers this protocol alone is meant. */
  public static final String PROTOCOL = "acme-tls/1";

  private final AcmeVault vault;

  public AlpnChallenge(AcmeVault vault) {
    this.vault = vault;
  }

  /** A context for handshakes of {@link #PROTOCOL} and no others. */
  public SSLContext context() {
    try {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance("RSA"); // acme4j signs with no other
      generator.initialize(2048);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new Keys(generator.generateKeyPair())}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has TLS and RSA", e);
    }
  }

  private X509Certificate certificate(KeyPair key, String name) {
    Optional<byte[]> asked = vault.answer(ChallengeKind.TLS_ALPN_01, name);
    if (asked.isEmpty()) {
      return null;
    }
    try {
      return CertificateUtils.createTlsAlpn01Certificate(key, Identifier.dns(name), asked.get());
    } catch (IOException e) {
      throw new IllegalStateException("a certificate for a proof cannot be made", e);
    }
  }

  /** The alias is the name that the client asks for. */
  private final class Keys extends X509ExtendedKeyManager {
    private final KeyPair key;

    Keys(KeyPair key) {
      this.key = key;
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
      return type.equals("RSA")
              && engine.getHandshakeSession() instanceof ExtendedSSLSession session
          ? session.getRequestedServerNames().stream()
              .filter(SNIHostName.class::isInstance)
              .map(Keys::text)
              .findFirst()
              .orElse(null)
          : null;
    }

    private static String text(SNIServerName name) {
      return ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      X509Certificate made = certificate(key, alias);
      return made == null ? null : new X509Certificate[] {made};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key.getPrivate();
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null; // engines only
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return null;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
