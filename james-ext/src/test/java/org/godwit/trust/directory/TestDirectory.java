package org.godwit.trust.directory;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.util.LDAPSDKException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A directory with people, which a test can stop and start again. */
public final class TestDirectory implements AutoCloseable {
  public static final String BASE = "ou=people,dc=example,dc=test";
  private static final String READER = "cn=reader,dc=example,dc=test";
  private static final String READERS_PASSWORD = "may look";

  private final InMemoryDirectoryServer server;
  private final int port;

  private TestDirectory(InMemoryDirectoryServer server) {
    this.server = server;
    this.port = server.getListenPort();
  }

  public static TestDirectory start() throws LDAPSDKException {
    return start(InMemoryListenerConfig.createLDAPConfig("plain", 0));
  }

  /** One that speaks TLS from the beginning, or, where that is not so, when it is asked to. */
  static TestDirectory startWithTls(SSLContext shown, boolean fromTheBeginning)
      throws LDAPSDKException {
    return start(
        fromTheBeginning
            ? InMemoryListenerConfig.createLDAPSConfig("tls", 0, shown.getServerSocketFactory())
            : InMemoryListenerConfig.createLDAPConfig("tls", null, 0, shown.getSocketFactory()));
  }

  private static TestDirectory start(InMemoryListenerConfig listener) throws LDAPSDKException {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=test");
    config.addAdditionalBindCredentials(READER, READERS_PASSWORD);
    config.setListenerConfigs(listener);
    config.setSchema(null);
    InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
    server.startListening();
    TestDirectory made = new TestDirectory(server);
    server.add("dn: dc=example,dc=test", "objectClass: domain", "dc: example");
    server.add("dn: " + BASE, "objectClass: organizationalUnit", "ou: people");
    return made;
  }

  public void add(String uid, String mail, String password) throws LDAPSDKException {
    server.add(
        "dn: uid=" + uid + "," + BASE,
        "objectClass: person",
        "uid: " + uid,
        "mail: " + mail,
        "userPassword: " + password);
  }

  public void password(String uid, String password) throws LDAPSDKException {
    server.modify(
        "dn: uid=" + uid + "," + BASE,
        "changetype: modify",
        "replace: userPassword",
        "userPassword: " + password);
  }

  public void stop() {
    server.shutDown(true);
  }

  public void startAgain() throws LDAPSDKException {
    server.startListening();
  }

  public DirectorySettings settings() {
    return settings(READERS_PASSWORD);
  }

  DirectorySettings settings(String readersPassword) {
    return settings("ldap", false, Optional.empty(), readersPassword);
  }

  /** With TLS, of authorities that are trusted. */
  DirectorySettings settings(String scheme, boolean startTls, Optional<Path> authorities) {
    return settings(scheme, startTls, authorities, READERS_PASSWORD);
  }

  private DirectorySettings settings(
      String scheme, boolean startTls, Optional<Path> authorities, String readersPassword) {
    return new DirectorySettings(
        URI.create(scheme + "://localhost:" + port),
        startTls,
        authorities,
        READER,
        readersPassword,
        BASE,
        "(&(objectClass=person)(mail={address}))",
        "mail");
  }

  @Override
  public void close() {
    server.shutDown(true);
  }
}
