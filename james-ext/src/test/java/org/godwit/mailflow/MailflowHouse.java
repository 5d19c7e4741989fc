package org.godwit.mailflow;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.util.Modules;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.mailbox.acl.MailboxACLResolver;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.util.LoggingLevel;
import org.apache.james.utils.ExtensionConfiguration;
import org.apache.james.utils.InitializationOperation;
import org.godwit.mailflow.outbound.OutboundModule;
import org.godwit.mailflow.outbound.OutboundSettings;
import org.godwit.mailflow.outbound.OutboundWorkers;
import org.godwit.store.Database;
import org.godwit.store.account.AccountStoreModule;
import org.godwit.store.account.Accounts;
import org.godwit.store.event.EventStoreModule;
import org.godwit.store.mailbox.MailboxStoreModule;
import org.godwit.store.queue.Lease;
import org.godwit.store.queue.LeasedQueue;
import org.godwit.store.queue.PostgresMailQueueFactory;
import org.godwit.store.queue.QueueAdmin;
import org.godwit.store.queue.QueueStoreModule;
import org.godwit.store.submission.SubmissionProgress;
import org.mockito.Mockito;

/**
 * Spool, mailets and people on a database, with the very {@code mailetcontainer.xml} that we ship.
 * The workers do not run by themselves: {@link #work} processes what is there.
 */
final class MailflowHouse implements AutoCloseable {

  private final Injector injector;
  private final SpoolWork work;

  MailflowHouse(Database database) throws Exception {
    injector =
        Guice.createInjector(
            new AccountStoreModule(),
            new QueueStoreModule(),
            new EventStoreModule(),
            new MailboxStoreModule(),
            new OutboundModule(OutboundSettings.defaults("mx.example.test")),
            Modules.override(new MailflowModule()).with(new Inside()),
            new Outside(database));
    DomainList domains = injector.getInstance(DomainList.class);
    if (!domains.containsDomain(Domain.of("example.test"))) {
      domains.addDomain(Domain.of("example.test"));
    }
    for (InitializationOperation start :
        injector.getInstance(Key.get(new TypeLiteral<Set<InitializationOperation>>() {}))) {
      if (!start.forClass().equals(OutboundWorkers.class)) {
        start.initModule();
      }
    }
    work =
        new SpoolWork(
            injector.getInstance(MailProcessor.class),
            RetryPlan.DEFAULT,
            injector.getInstance(SubmissionProgress.class));
  }

  private static final class Inside extends AbstractModule {
    @Override
    protected void configure() {
      bind(Mailboxes.class).to(TroubledMailboxes.class);
      bind(JamesMailSpooler.class).to(NoWorkers.class);
    }
  }

  /** James starts it; it does nothing. */
  private static final class NoWorkers extends JamesMailSpooler {
    @com.google.inject.Inject
    NoWorkers(PostgresMailQueueFactory queues) {
      super(null, null, null, null, queues);
    }

    @Override
    public void configure(Configuration configuration) {}

    @Override
    public void init() {}
  }

  private record Outside(Database database) implements com.google.inject.Module {
    @Override
    public void configure(com.google.inject.Binder binder) {
      binder.bind(Database.class).toInstance(database);
      binder.bind(ConfigurationProvider.class).toInstance(Outside::configuration);
      binder.bind(MetricFactory.class).toInstance(new RecordingMetricFactory());
      binder.bind(GaugeRegistry.class).toInstance(new NoopGaugeRegistry());
      binder.bind(Clock.class).toInstance(Clock.systemUTC());
      binder
          .bind(Dnssec.class)
          .toInstance(
              new Dnssec(Dnssec.Use.OFF, new NameServers(), Optional.empty(), Clock.systemUTC()));
      binder.bind(DNSService.class).toInstance(Mockito.mock(DNSService.class));
      binder
          .bind(FileSystem.class)
          .toInstance(
              Mockito.mock(FileSystem.class, call -> new java.io.File("target/no-such-directory")));
      binder.bind(ExtensionConfiguration.class).toInstance(ExtensionConfiguration.DEFAULT);
      Multibinder.newSetBinder(binder, InitializationOperation.class);
      binder.bind(MailboxACLResolver.class).to(UnionMailboxACLResolver.class);
      Multibinder.newSetBinder(binder, PreDeletionHook.class);
    }

    private static HierarchicalConfiguration<ImmutableNode> configuration(
        String name, LoggingLevel level)
        throws org.apache.commons.configuration2.ex.ConfigurationException {
      if (!name.equals("mailetcontainer")) {
        return new BaseHierarchicalConfiguration();
      }
      try {
        String xml = Files.readString(Path.of("../config/james/mailetcontainer.xml"));
        XMLConfiguration read = new XMLConfiguration();
        new FileHandler(read)
            .load(new StringReader(xml.replace("${postmaster}", "postmaster@example.test")));
        return read;
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  TroubledMailboxes mailboxes() {
    return injector.getInstance(TroubledMailboxes.class);
  }

  QueueAdmin admin() {
    return injector.getInstance(QueueAdmin.class);
  }

  <T> T part(Class<T> type) {
    return injector.getInstance(type);
  }

  LeasedQueue queue(String name) {
    return injector.getInstance(PostgresMailQueueFactory.class).queue(MailQueueName.of(name));
  }

  /** Makes people. */
  void people(String... names) throws Exception {
    for (String name : names) {
      injector.getInstance(UsersRepository.class).addUser(Username.of(name), "secret");
    }
  }

  void admin(String name) {
    injector.getInstance(Accounts.class).admin(Username.of(name), true);
  }

  RecipientRewriteTable rewrites() {
    return injector.getInstance(RecipientRewriteTable.class);
  }

  static MappingSource source(String address) {
    return MappingSource.parse(address);
  }

  /** Processes one mail of the spool; says whether there was one. */
  boolean workOnce() {
    Optional<Lease> lease = lease();
    lease.ifPresent(work::on);
    return lease.isPresent();
  }

  /** Leases the mail of the spool that is next. */
  Optional<Lease> lease() {
    return org.godwit.store.queue.Queues.next(queue("spool"));
  }

  /** Does what a worker does with a lease. */
  void process(Lease lease) {
    work.on(lease);
  }

  /** Processes all mail of the spool that may be processed now. */
  void work() {
    while (workOnce()) {
      // the next one
    }
  }

  /** Has what waits for its time tried now, and processes it. */
  void workOnRetries() {
    for (QueueAdmin.QueuedMail mail : spool()) {
      admin().retry(mail.id());
    }
    work();
  }

  List<QueueAdmin.QueuedMail> spool() {
    return admin().list(Optional.of("spool"), 0, 1_000);
  }

  List<QueueAdmin.QueuedMail> outgoing() {
    return admin().list(Optional.of("outgoing"), 0, 1_000);
  }

  /** Waits for nothing any more, as a program that is killed. */
  void stopWaiting() {
    work.stop();
  }

  /** Ends as a killed program does. */
  void kill() {
    org.godwit.store.queue.Queues.kill(injector.getInstance(PostgresMailQueueFactory.class));
  }

  @Override
  public void close() {
    injector.getInstance(PostgresMailQueueFactory.class).close();
  }
}
