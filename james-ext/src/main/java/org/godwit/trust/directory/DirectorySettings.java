package org.godwit.trust.directory;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A directory and how people are found in it.
 *
 * @param url {@code ldaps://host} or {@code ldap://host}, perhaps with a port
 * @param startTls whether TLS begins after connecting, which a plain {@code ldap} needs unless it
 *     is on this machine
 * @param authorities certificates that are trusted, as PEM; empty for those that Java trusts
 * @param bindDn who asks; empty for nobody
 * @param bindPassword that one's password
 * @param base where people are below
 * @param filter which entry is a person's; in it, {@code {address}} stands for the address and
 *     {@code {local}} for what is before its {@code @}
 * @param attribute that holds the address
 */
public record DirectorySettings(
    URI url,
    boolean startTls,
    Optional<Path> authorities,
    String bindDn,
    String bindPassword,
    String base,
    String filter,
    String attribute) {

  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int LDAP = 389;
  private static final int LDAPS = 636;

  public DirectorySettings {
    boolean tls = "ldaps".equals(url.getScheme());
    if ((!tls && !"ldap".equals(url.getScheme())) || url.getHost() == null) {
      throw new IllegalArgumentException("ldap.url must be ldaps://HOST or ldap://HOST: " + url);
    }
    if (tls && startTls) {
      throw new IllegalArgumentException("ldap.starttls is for ldap://, ldaps:// has TLS already");
    }
    if (!tls && !startTls && !HERE.contains(url.getHost())) {
      throw new IllegalArgumentException("ldap.url needs ldaps://, or ldap.starttls = true");
    }
    if (!filter.contains("{address}") && !filter.contains("{local}")) {
      throw new IllegalArgumentException("ldap.filter needs {address} or {local}: " + filter);
    }
    try {
      Filter.create(fill(filter, "a@example.org"));
    } catch (LDAPException e) {
      throw new IllegalArgumentException("ldap.filter is no filter: " + filter, e);
    }
  }

  /** The filter for one address, whose letters mean nothing but themselves (4515 §3). */
  static String fill(String filter, String address) {
    int at = address.lastIndexOf('@');
    return filter
        .replace("{local}", Filter.encodeValue(at < 0 ? address : address.substring(0, at)))
        .replace("{address}", Filter.encodeValue(address));
  }

  boolean hasTls() {
    return "ldaps".equals(url.getScheme());
  }

  int port() {
    return url.getPort() > 0 ? url.getPort() : hasTls() ? LDAPS : LDAP;
  }

  /** Never the password. */
  @Override
  public String toString() {
    return url + " as " + bindDn;
  }
}
