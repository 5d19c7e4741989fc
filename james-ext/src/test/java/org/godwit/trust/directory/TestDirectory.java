package org.godwit.trust.directory;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.util.LDAPSDKException;
import java.net.URI;
import java.util.Optional;

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
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=test");
    config.addAdditionalBindCredentials(READER, READERS_PASSWORD);
    config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("plain", 0));
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
    return new DirectorySettings(
        URI.create("ldap://localhost:" + port),
        false,
        Optional.empty(),
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
