package org.godwit.trust;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Gives each handshake the identity of the moment. A handshake asks three times (alias, key,
 * chain); the alias carries the number of the identity, so that all three answers are from one.
 */
final class CurrentIdentity extends X509ExtendedKeyManager {

  private record Numbered(long number, PemIdentity identity, Numbered before) {}

  private volatile Numbered now;

  CurrentIdentity(PemIdentity first) {
    now = new Numbered(1, first, null);
  }

  synchronized void become(PemIdentity next) {
    Numbered before = new Numbered(now.number, now.identity, null); // and forget what was older
    now = new Numbered(now.number + 1, next, before);
  }

  PemIdentity identity() {
    return now.identity;
  }

  List<X509Certificate> chain() {
    return now.identity.chain();
  }

  private PemIdentity of(String alias) {
    Numbered newest = now;
    boolean isOld = newest.before != null && Long.toString(newest.before.number).equals(alias);
    return isOld ? newest.before.identity : newest.identity;
  }

  private String aliasFor(String keyType) {
    Numbered newest = now;
    String ours = newest.identity.key().getAlgorithm().equals("RSA") ? "RSA" : "EC";
    boolean fits = keyType.startsWith(ours) || keyType.equals(newest.identity.key().getAlgorithm());
    return fits ? Long.toString(newest.number) : null;
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return aliasFor(keyType);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return aliasFor(keyType);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    String alias = aliasFor(keyType);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return of(alias).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return of(alias).key();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null; // we never show it as a client
  }

  @Override
  public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
