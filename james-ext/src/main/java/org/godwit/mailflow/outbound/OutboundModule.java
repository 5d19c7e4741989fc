package org.godwit.mailflow.outbound;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.ProvidesIntoSet;
import javax.inject.Singleton;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;
import org.godwit.mailflow.NameServers;
import org.godwit.mailflow.outbound.sts.HttpsWeb;
import org.godwit.mailflow.outbound.sts.StsDns;
import org.godwit.mailflow.outbound.sts.StsPolicies;
import org.godwit.store.policy.PolicyShelf;

/**
 * Binds remote delivery and starts its workers with the server. They stop with {@code @PreDestroy};
 * who wants an order among rooms calls {@link OutboundWorkers#stop} before the queue closes.
 */
public final class OutboundModule extends AbstractModule {
  private final OutboundSettings settings;
  private final boolean counts;

  /** One that counts nothing. */
  public OutboundModule(OutboundSettings settings) {
    this(settings, false);
  }

  /**
   * Makes it.
   *
   * @param counts whether it is counted how connections are encrypted
   */
  public OutboundModule(OutboundSettings settings, boolean counts) {
    this.settings = settings;
    this.counts = counts;
  }

  @Override
  protected void configure() {
    bind(OutboundSettings.class).toInstance(settings);
    bind(MailDns.class).to(DnsJavaMailDns.class).in(Scopes.SINGLETON);
    bind(DeliveryNotices.class).in(Scopes.SINGLETON);
    bind(OutboundWorkers.class).in(Scopes.SINGLETON);
    if (counts) {
      bind(TlsTally.class).to(StoredTally.class).in(Scopes.SINGLETON);
    } else {
      bind(TlsTally.class).toInstance(TlsTally.NONE);
    }
  }

  @Provides
  @Singleton
  StsPolicies policies(PolicyShelf shelf, NameServers servers) {
    StsDns dns = new StsDns(servers);
    return new StsPolicies(shelf, dns, new HttpsWeb(dns::addresses));
  }

  @ProvidesIntoSet
  InitializationOperation startWorkers(OutboundWorkers workers) {
    return InitilizationOperationBuilder.forClass(OutboundWorkers.class).init(workers::start);
  }
}
