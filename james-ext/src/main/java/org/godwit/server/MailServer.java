package org.godwit.server;

import com.codahale.metrics.MetricRegistry;
import com.github.luben.zstd.util.Native;
import com.google.common.base.Throwables;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.annotation.PreDestroy;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.events.EventBus;
import org.apache.james.imapserver.netty.IMAPServerFactory;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.onami.lifecycle.Stager;
import org.apache.james.protocols.lib.netty.AbstractConfigurableAsyncServer;
import org.apache.james.protocols.lib.netty.AbstractServerFactory;
import org.apache.james.rrt.api.AliasReverseResolver;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.vacation.api.VacationRepository;
import org.godwit.cluster.Exchange;
import org.godwit.cluster.Jobs;
import org.godwit.cluster.Membership;
import org.godwit.cluster.SharedLogins;
import org.godwit.mailflow.NameServers;
import org.godwit.mailflow.RecipientCheck;
import org.godwit.mailflow.outbound.OutboundSettings;
import org.godwit.search.Search;
import org.godwit.search.SearchAdmin;
import org.godwit.server.sieve.SieveLanguage;
import org.godwit.store.Copies;
import org.godwit.store.Database;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.ObjectStore;
import org.godwit.store.StoreException;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.AppPasswords;
import org.godwit.store.account.DkimKeys;
import org.godwit.store.account.Passkeys;
import org.godwit.store.account.PushSubscriptions;
import org.godwit.store.account.SecondFactors;
import org.godwit.store.account.SessionSource;
import org.godwit.store.account.SharedMailboxes;
import org.godwit.store.account.SignIn;
import org.godwit.store.account.StandingLogins;
import org.godwit.store.account.StoredDomains;
import org.godwit.store.account.VapidKeys;
import org.godwit.store.account.WebSessions;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.admin.AdminTokens;
import org.godwit.store.admin.AuditLog;
import org.godwit.store.admin.FirstRun;
import org.godwit.store.alert.AlertBook;
import org.godwit.store.alert.AlertCalls;
import org.godwit.store.event.LocalEventBus;
import org.godwit.store.mailbox.AccountIds;
import org.godwit.store.mailbox.MessageEdits;
import org.godwit.store.mailbox.Undelete;
import org.godwit.store.objects.S3ObjectStore;
import org.godwit.store.postgres.EmbeddedPostgres;
import org.godwit.store.queue.PostgresMailQueueFactory;
import org.godwit.store.queue.QueueAdmin;
import org.godwit.store.snooze.Snoozes;
import org.godwit.timing.Timings;
import org.godwit.trust.CertificateProblem;
import org.godwit.trust.Certificates;
import org.godwit.trust.LoginNews;
import org.godwit.trust.oidc.OpenId;
import org.godwit.trust.sasl.Sasl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running mail server. Everything that was started is stopped by {@link #close}, in reverse: the
 * doors first, when those who wait for an answer have it, the database last.
 *
 * <p>Safe for many threads.
 */
public final class MailServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailServer.class);

  /** What others may ask for; see {@link #service}. */
  private static final Set<Class<?>> SERVICES =
      Set.of(
          AccountIds.class,
          AccountPurge.class,
          Accounts.class,
          AdminRoles.class,
          AdminTokens.class,
          AlertBook.class,
          AlertCalls.class,
          AliasReverseResolver.class,
          AppPasswords.class,
          AuditLog.class,
          Backups.class,
          CanSendFrom.class,
          CertificateOffice.class,
          Certificates.class,
          Copies.class,
          Database.class,
          DkimKeys.class,
          DomainList.class,
          EventBus.class,
          FirstRun.class,
          Jobs.class,
          MailboxManager.class,
          MaxQuotaManager.class,
          Membership.class,
          MessageEdits.class,
          MetricRegistry.class,
          NameServers.class,
          OutboundSettings.class,
          Passkeys.class,
          PostgresMailQueueFactory.class,
          PushSubscriptions.class,
          QueueAdmin.class,
          QuotaManager.class,
          RecipientCheck.class,
          RecipientRewriteTable.class,
          Sasl.class,
          Search.class,
          SearchAdmin.class,
          SecondFactors.class,
          SharedMailboxes.class,
          SieveLanguage.class,
          SignIn.class,
          Snoozes.class,
          StandingLogins.class,
          StoredDomains.class,
          SubscriptionManager.class,
          Timings.class,
          Undelete.class,
          UserQuotaRootResolver.class,
          VacationRepository.class,
          VapidKeys.class,
          WebSessions.class);

  private final ServerSettings settings;
  private final Deque<Runnable> stops = new ArrayDeque<>();
  private final Map<Service, InetSocketAddress> addresses = new EnumMap<>(Service.class);
  private Injector injector;
  private boolean firstStart;

  private MailServer(ServerSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts everything and returns when all doors are open.
   *
   * @throws StartProblem with one line for the admin; nothing is left running
   */
  public static MailServer start(ServerSettings settings) throws StartProblem {
    return start(settings, certificates -> Rooms.all(settings, certificates));
  }

  static MailServer start(ServerSettings settings, Function<Certificates, List<Module>> rooms)
      throws StartProblem {
    MailServer server = new MailServer(settings);
    try {
      server.startAll(rooms);
      return server;
    } catch (StartProblem e) {
      server.abandon();
      throw e;
    } catch (StoreException e) {
      server.abandon();
      String which =
          settings.store().external().map(DatabaseSettings::toString).orElse("of our own");
      throw new StartProblem("the database " + which + ": " + rootMessage(e), e);
    } catch (Exception e) { // James's parts throw anything
      server.abandon();
      throw new StartProblem("a part of the server does not start: " + rootMessage(e), e);
    }
  }

  /** Ends what has begun in order, also when the start was interrupted. */
  private void abandon() {
    boolean interrupted = Thread.interrupted();
    close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The library unpacks itself: not to /tmp, from where nothing may be run on careful machines. */
  static void loadCompression(Path temporary) throws StartProblem {
    try {
      Native.load(temporary.toFile());
    } catch (UnsatisfiedLinkError | ExceptionInInitializerError e) {
      throw new StartProblem(
          "the Zstandard library cannot be loaded from " + temporary + ": " + rootMessage(e), e);
    }
  }

  static String rootMessage(Throwable e) {
    Throwable root = Throwables.getRootCause(e);
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private void startAll(Function<Certificates, List<Module>> rooms) throws Exception {
    JamesDefaults.set();
    DataDirectory directory = DataDirectory.take(settings.dataDirectory());
    stops.push(directory::close);
    loadCompression(directory.emptyTemporary());

    Optional<ObjectStore> objects = settings.store().objects().map(S3ObjectStore::new);
    objects.ifPresent(store -> stops.push(store::close));
    Database database = Database.open(databaseSettings(), objects);
    stops.push(database::close);

    Cluster cluster = Cluster.join(database, settings);
    stops.push(cluster::close);

    Certificates certificates = certificates();
    stops.push(certificates::close);

    List<Module> all = new ArrayList<>(rooms.apply(certificates));
    all.add(new ServerModule(settings, database, certificates, cluster));
    injector = Guice.createInjector(all);
    stops.push(this::destroyParts);

    List<InitializationOperation> parts =
        List.copyOf(
            injector.getInstance(Key.get(new TypeLiteral<Set<InitializationOperation>>() {})));
    Exchange exchange =
        new Exchange(
            database,
            cluster.membership(),
            injector.getInstance(LocalEventBus.class),
            cluster.announcer());
    stops.push(exchange::close);
    SharedLogins logins =
        new SharedLogins(database, cluster.membership(), injector.getInstance(LoginNews.class));
    stops.push(logins::close);
    firstStart = makeFirstDomain();
    CertificateOffice office = injector.getInstance(CertificateOffice.class);
    stops.push(office::close);
    office.showNewest();
    start(parts.stream().filter(part -> !isDoor(part)).toList());
    openDoors(parts.stream().filter(MailServer::isDoor).toList());
    injector.getInstance(Housekeeping.class).start(cluster.jobs());
    injector.getInstance(Alarm.class).start(cluster.jobs());
    if (settings.outbound().tlsReports()) {
      TlsReporting reporting = injector.getInstance(TlsReporting.class);
      stops.push(reporting::close);
      reporting.start(cluster.jobs());
    }
    Backups backups = injector.getInstance(Backups.class);
    stops.push(backups::close);
    backups.start();
  }

  private void openDoors(List<InitializationOperation> jamesDoors) throws Exception {
    IMAPServerFactory imap = injector.getInstance(IMAPServerFactory.class);
    start(jamesDoors);
    stops.push(imap::destroy);
    SessionWatch sessions = injector.getInstance(SessionWatch.class);
    stops.push(sessions::close);
    Doors doors = injector.getInstance(Doors.class);
    stops.push(doors::close);
    doors.open();
    addresses.putAll(doors.addresses());
    List<AbstractConfigurableAsyncServer> listeners = imap.getServers(); // as in the template
    addAddress(Service.IMAP, listeners.get(0));
    addAddress(Service.IMAPS, listeners.get(1));
    listeners.stream()
        .filter(SessionSource.class::isInstance)
        .map(SessionSource.class::cast)
        .forEach(sessions::watch);
    sessions.start();
    addresses.forEach((service, address) -> LOG.info("{} listens on {}", service, address));
  }

  private void addAddress(Service service, AbstractConfigurableAsyncServer listener) {
    if (listener.isEnabled()) {
      addresses.put(service, listener.getListenAddresses().get(0));
    }
  }

  private static boolean isDoor(InitializationOperation part) {
    return AbstractServerFactory.class.isAssignableFrom(part.forClass());
  }

  private static void start(List<InitializationOperation> parts) throws Exception {
    for (InitializationOperation part : parts) {
      part.initModule();
    }
  }

  private DatabaseSettings databaseSettings() {
    int connections = settings.store().poolSize();
    if (settings.store().external().isPresent()) {
      return settings.store().external().get().withPoolSize(connections);
    }
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(
            settings.dataDirectory().resolve("postgres"), settings.store().programs(), List.of());
    stops.push(postgres::close);
    return postgres.database("godwit").withPoolSize(connections);
  }

  private Certificates certificates() throws StartProblem {
    try {
      if (settings.tls().files().isPresent()) {
        ServerSettings.Tls.Files files = settings.tls().files().get();
        return Certificates.of(files.certificate(), files.key());
      }
      return Certificates.selfSigned(settings.dataDirectory().resolve("tls"), settings.hostname());
    } catch (CertificateProblem e) {
      throw new StartProblem("[tls]: " + e.getMessage(), e);
    }
  }

  private boolean makeFirstDomain() throws DomainListException {
    DomainList domains = injector.getInstance(DomainList.class);
    if (!domains.getDomains().isEmpty()) {
      return false;
    }
    injector.getInstance(StoredDomains.class).main(Domain.of(settings.domain()));
    LOG.info("made the first domain {}", settings.domain());
    return true;
  }

  /** Whether this start made the first domain: there is nobody yet who could log in. */
  public boolean isFirstStart() {
    return firstStart;
  }

  /** Where the open doors are; a door that is off is missing. */
  public Map<Service, InetSocketAddress> addresses() {
    return Map.copyOf(addresses);
  }

  /**
   * One of the parts that the web side and the admin's commands may use.
   *
   * @throws IllegalArgumentException for any other class
   */
  public <T> T service(Class<T> type) {
    if (!SERVICES.contains(type)) {
      throw new IllegalArgumentException(type.getName() + " is not for use outside the server");
    }
    return injector.getInstance(type);
  }

  /** How large a message may be, and for how many. */
  public ServerSettings.Limits limits() {
    return settings.limits();
  }

  /** How files are sent as links. */
  public ServerSettings.Links links() {
    return settings.links();
  }

  /** How long what was deleted can be had again. */
  public ServerSettings.Retention retention() {
    return settings.retention();
  }

  /** The OpenID provider whose word counts, if there is one. */
  public Optional<OpenId> provider() {
    return injector.getInstance(Key.get(new TypeLiteral<Optional<OpenId>>() {}));
  }

  /** What does not work now, each a line for the admin; empty is ready. One round trip. */
  public List<String> problems() {
    try {
      service(Database.class)
          .run(
              "checking the database",
              connection -> {
                try (Statement ask = connection.createStatement()) {
                  return ask.execute("SELECT 1");
                }
              });
      return List.of();
    } catch (StoreException e) {
      return List.of("the database does not answer: " + rootMessage(e));
    }
  }

  private void destroyParts() {
    injector.getInstance(Key.get(new TypeLiteral<Stager<PreDestroy>>() {})).stage();
  }

  /** Stops everything; returns within seconds. A second call does nothing. */
  @Override
  public synchronized void close() {
    while (!stops.isEmpty()) {
      try {
        stops.pop().run();
      } catch (RuntimeException e) {
        LOG.warn("a part did not stop cleanly", e); // the others must still stop
      }
    }
  }
}
