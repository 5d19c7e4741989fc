package org.godwit.server;

import com.codahale.metrics.MetricRegistry;
import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.util.Modules;
import java.time.Clock;
import java.time.Duration;
import org.apache.james.dnsservice.dnsjava.DNSJavaService;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.mailbox.SystemMailboxesProvider;
import org.apache.james.mailbox.acl.MailboxACLResolver;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.store.SystemMailboxesProviderImpl;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.dropwizard.DropWizardGaugeRegistry;
import org.apache.james.metrics.dropwizard.DropWizardMetricFactory;
import org.apache.james.modules.ClockModule;
import org.apache.james.modules.MimeMessageModule;
import org.apache.james.modules.RunArgumentsModule;
import org.apache.james.modules.StartablesModule;
import org.apache.james.modules.protocols.ProtocolHandlerModule;
import org.apache.james.modules.server.DNSServiceModule;
import org.apache.james.onami.lifecycle.PreDestroyModule;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.utils.ExtensionConfiguration;
import org.apache.james.utils.GuiceGenericLoader;
import org.apache.james.utils.GuiceProbe;
import org.apache.james.utils.InitializationOperation;
import org.godwit.cluster.Jobs;
import org.godwit.cluster.MaildropLocks;
import org.godwit.cluster.Membership;
import org.godwit.mailflow.Dnssec;
import org.godwit.mailflow.NameServers;
import org.godwit.mailflow.inbound.InboundSettings;
import org.godwit.server.sieve.ScriptLanguage;
import org.godwit.server.sieve.SieveLanguage;
import org.godwit.store.Database;
import org.godwit.store.account.AccountHook;
import org.godwit.store.blob.ObjectCollector;
import org.godwit.store.objects.ObjectSettings;
import org.godwit.trust.Certificates;
import org.godwit.trust.directory.Directory;
import org.godwit.trust.oidc.OpenId;

/**
 * What every part of James expects to find, from our settings: no files, no JMX, no extension jars.
 */
final class ServerModule extends AbstractModule {

  /** For the questions of one check of a message; there are seven at most. */
  private static final Duration DNS_PATIENCE = Duration.ofSeconds(4);

  private final ServerSettings settings;
  private final Database database;
  private final Certificates certificates;
  private final Cluster cluster;

  ServerModule(
      ServerSettings settings, Database database, Certificates certificates, Cluster cluster) {
    this.settings = settings;
    this.database = database;
    this.certificates = certificates;
    this.cluster = cluster;
  }

  @Override
  protected void configure() {
    bind(ServerSettings.class).toInstance(settings);
    bind(Database.class).toInstance(database);
    bind(ObjectCollector.class)
        .toInstance(
            new ObjectCollector(
                database,
                settings
                    .store()
                    .objects()
                    .map(ObjectSettings::kept)
                    .orElse(ObjectSettings.KEPT_AT_LEAST)));
    bind(Certificates.class).toInstance(certificates);
    bind(Membership.class).toInstance(cluster.membership());
    bind(Jobs.class).toInstance(cluster.jobs());
    bind(MaildropLocks.class).toInstance(cluster.maildrops());
    bind(CertificateOffice.class).in(Scopes.SINGLETON);
    ServerSettings.Dns dns = settings.inbound().dns();
    NameServers servers = new NameServers(dns.server());
    bind(NameServers.class).toInstance(servers);
    bind(Dnssec.class)
        .toInstance(new Dnssec(dns.proof(), servers, dns.anchors(), Clock.systemUTC()));
    bind(InboundSettings.class)
        .toInstance(
            new InboundSettings(
                settings.hostname(),
                settings.inbound().trusted(),
                settings.inbound().dmarc(),
                DNS_PATIENCE));

    bind(ConfigurationProvider.class).toInstance(new TemplateConfiguration(settings));
    bind(FileSystem.class).toInstance(new ServerFiles(settings.dataDirectory()));
    bind(ExtensionConfiguration.class).toInstance(ExtensionConfiguration.DEFAULT);
    bind(GuiceGenericLoader.class).in(Scopes.SINGLETON);

    bind(MetricRegistry.class).toInstance(new MetricRegistry());
    bind(DropWizardMetricFactory.class).in(Scopes.SINGLETON);
    bind(MetricFactory.class).to(DropWizardMetricFactory.class);
    bind(DropWizardGaugeRegistry.class).in(Scopes.SINGLETON);
    bind(GaugeRegistry.class).to(DropWizardGaugeRegistry.class);

    install(new StartablesModule());
    install(new PreDestroyModule());
    install(new ClockModule());
    install(new MimeMessageModule());
    install(Modules.override(new DNSServiceModule()).with(this::nameless));
    install(new ProtocolHandlerModule());
    install(RunArgumentsModule.EMPTY);
    Multibinder.newSetBinder(binder(), InitializationOperation.class);
    Multibinder.newSetBinder(binder(), GuiceProbe.class);

    bind(UnionMailboxACLResolver.class).in(Scopes.SINGLETON);
    bind(MailboxACLResolver.class).to(UnionMailboxACLResolver.class);
    bind(SystemMailboxesProviderImpl.class).in(Scopes.SINGLETON);
    bind(SystemMailboxesProvider.class).to(SystemMailboxesProviderImpl.class);
    Multibinder.newSetBinder(binder(), PreDeletionHook.class);
    Multibinder<AccountHook> hooks = Multibinder.newSetBinder(binder(), AccountHook.class);
    hooks.addBinding().to(SessionWatch.class);
    hooks.addBinding().to(LeftRights.class);

    settings
        .oidc()
        .ifPresent(
            oidc ->
                OptionalBinder.newOptionalBinder(binder(), OpenId.class)
                    .setBinding()
                    .toInstance(new OpenId(oidc)));
    settings
        .ldap()
        .ifPresent(
            ldap ->
                OptionalBinder.newOptionalBinder(binder(), Directory.class)
                    .setBinding()
                    .toInstance(new Directory(ldap)));
    bind(SieveLanguage.class).to(ScriptLanguage.class);
  }

  private void nameless(Binder binder) {
    binder.bind(DNSJavaService.class).to(NamelessDns.class).in(Scopes.SINGLETON);
  }
}
