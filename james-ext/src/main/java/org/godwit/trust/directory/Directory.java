package org.godwit.trust.directory;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.JVMDefaultTrustManager;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory. Connections are made when they are needed, and kept. Safe for many threads;
 * blocks, for some seconds at most.
 */
public final class Directory {
  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 10_000;
  private static final int MOST_CONNECTIONS = 8;
  private static final String NO_ATTRIBUTES = "1.1"; // 4511 §4.5.1.8

  /** A bind that ends so was refused for what it is; all other ends say nothing of the password. */
  private static final Set<ResultCode> REFUSALS =
      Set.of(
          ResultCode.INVALID_CREDENTIALS,
          ResultCode.NO_SUCH_OBJECT,
          ResultCode.INAPPROPRIATE_AUTHENTICATION,
          ResultCode.CONSTRAINT_VIOLATION,
          ResultCode.INVALID_DN_SYNTAX);

  private final DirectorySettings settings;
  private volatile LDAPConnectionPool pool; // null until first needed

  public Directory(DirectorySettings settings) {
    this.settings = settings;
  }

  /** Whether somebody has this address. */
  public boolean knows(String address) throws DirectoryUnavailable {
    return find(address).isPresent();
  }

  /**
   * Whether this is the password of whoever has this address.
   *
   * @return false also when nobody has it
   */
  public boolean admits(String address, String password) throws DirectoryUnavailable {
    if (password.isEmpty()) { // 4513 §5.1.2: the server would not look at who it is
      return false;
    }
    Optional<String> dn = find(address);
    return dn.isPresent() && binds(dn.get(), password);
  }

  /** On a connection that is ours alone meanwhile; one that was closed is tried once more. */
  private boolean binds(String dn, String password) throws DirectoryUnavailable {
    try {
      return binds(dn, password, pool().getConnection());
    } catch (LDAPException e) {
      try {
        return binds(dn, password, pool().getConnection());
      } catch (LDAPException again) {
        throw new DirectoryUnavailable("checking a password at the directory", again);
      }
    }
  }

  private boolean binds(String dn, String password, LDAPConnection on)
      throws LDAPException, DirectoryUnavailable {
    try {
      on.bind(new SimpleBindRequest(dn, password));
      pool().releaseAndReAuthenticateConnection(on);
      return true;
    } catch (LDAPException e) {
      if (REFUSALS.contains(e.getResultCode())) {
        pool().releaseAndReAuthenticateConnection(on);
        return false;
      }
      pool().releaseDefunctConnection(on);
      throw e;
    }
  }

  /** The name of the one entry that has this address; two of them are none. */
  private Optional<String> find(String address) throws DirectoryUnavailable {
    List<SearchResultEntry> found;
    try {
      SearchRequest request =
          new SearchRequest(
              settings.base(),
              SearchScope.SUB,
              Filter.create(
                  "(&"
                      + DirectorySettings.fill(settings.filter(), address)
                      + Filter.createEqualityFilter(settings.attribute(), address)
                      + ")"),
              NO_ATTRIBUTES);
      request.setDerefPolicy(DereferencePolicy.NEVER);
      request.setSizeLimit(2);
      request.setTimeLimitSeconds(ANSWER_MILLIS / 1_000);
      found = pool().search(request).getSearchEntries();
    } catch (LDAPException e) {
      if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
        return twice(address);
      }
      throw new DirectoryUnavailable("looking for somebody in the directory", e);
    }
    return found.size() > 1 ? twice(address) : found.stream().findFirst().map(one -> one.getDN());
  }

  private static Optional<String> twice(String address) {
    LOG.atWarn().addKeyValue("address", address).log("the directory has an address twice");
    return Optional.empty();
  }

  private LDAPConnectionPool pool() throws LDAPException, DirectoryUnavailable {
    LDAPConnectionPool made = pool;
    return made != null ? made : make();
  }

  private synchronized LDAPConnectionPool make() throws LDAPException, DirectoryUnavailable {
    if (pool == null) {
      LDAPConnectionOptions options = new LDAPConnectionOptions();
      options.setConnectTimeoutMillis(CONNECT_MILLIS);
      options.setResponseTimeoutMillis(ANSWER_MILLIS);
      options.setFollowReferrals(false); // a password goes nowhere else
      options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
      pool = pool(options);
      pool.setRetryFailedOperationsDueToInvalidConnections(
          Set.of(OperationType.SEARCH)); // one may have been idle for too long
    }
    return pool;
  }

  private LDAPConnectionPool pool(LDAPConnectionOptions options)
      throws LDAPException, DirectoryUnavailable {
    String host = settings.url().getHost();
    try {
      SSLUtil tls = new SSLUtil(trust());
      ServerSet servers =
          settings.hasTls()
              ? new SingleServerSet(host, settings.port(), tls.createSSLSocketFactory(), options)
              : new SingleServerSet(host, settings.port(), options);
      PostConnectProcessor after =
          settings.startTls() ? new StartTLSPostConnectProcessor(tls.createSSLContext()) : null;
      return new LDAPConnectionPool(
          servers,
          new SimpleBindRequest(settings.bindDn(), settings.bindPassword()),
          0,
          MOST_CONNECTIONS,
          after);
    } catch (GeneralSecurityException e) {
      throw new DirectoryUnavailable("setting up TLS for the directory", e);
    }
  }

  private TrustManager trust() throws KeyStoreException {
    return settings.authorities().isEmpty()
        ? JVMDefaultTrustManager.getInstance()
        : new PEMFileTrustManager(settings.authorities().get().toFile());
  }

  /** Ends its connections. */
  public synchronized void close() {
    if (pool != null) {
      pool.close();
      pool = null;
    }
  }
}
