package org.godwit.mailflow.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import com.google.inject.util.Modules;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import javax.annotation.PreDestroy;
import org.apache.james.onami.lifecycle.PreDestroyModule;
import org.apache.james.onami.lifecycle.Stager;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.utils.InitializationOperation;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.godwit.mailflow.outbound.sts.StsPolicies;
import org.godwit.store.PostgresExtension;
import org.godwit.store.policy.PolicyShelf;
import org.junit.jupiter.api.Test;

/** The room as Guice makes it and James starts and stops it. */
class OutboundModuleTest {

  @Test
  void theServerStartsTheWorkersAndStopsThem() throws Exception {
    try (SmtpPeer peer = SmtpPeer.start();
        Site site = new Site(peer.port())) {
      site.dns.host("there.example", "127.0.0.1");
      Injector injector = injector(site);
      for (InitializationOperation operation :
          injector.getInstance(Key.get(new TypeLiteral<Set<InitializationOperation>>() {}))) {
        operation.initModule();
      }
      RemoteDelivery mailet = injector.getInstance(RemoteDelivery.class);
      mailet.init(FakeMailetConfig.builder().mailetName("RemoteDelivery").build());
      mailet.service(new TestMail("bob@there.example").get());
      await().until(() -> peer.mails().size() == 1);
      await().until(() -> site.outgoing().rows().isEmpty());

      injector.getInstance(Key.get(new TypeLiteral<Stager<PreDestroy>>() {})).stage();
      mailet.service(new TestMail("eve@there.example").get());
      assertThat(site.outgoing().rows()).hasSize(1).noneMatch(TestQueue.Row::taken);
      assertThat(peer.mails()).hasSize(1);
    }
  }

  private static StsPolicies withoutPolicies() {
    return new StsPolicies(
        new PolicyShelf(PostgresExtension.database()), name -> List.of(), domain -> "");
  }

  private static Injector injector(Site site) {
    return Guice.createInjector(
        new PreDestroyModule(),
        Modules.override(new OutboundModule(site.settings))
            .with(
                new AbstractModule() {
                  @Override
                  protected void configure() {
                    bind(Signing.class).toInstance(Signing.none());
                    bind(MailDns.class).toInstance(site.dns);
                    bind(StsPolicies.class).toInstance(withoutPolicies());
                  }
                }),
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(new TypeLiteral<MailQueueFactory<?>>() {}).toInstance(site.queues);
            bind(Clock.class).toInstance(site.clock);
            bind(DeliveryWatch.class).toInstance((mail, news) -> {});
          }
        });
  }
}
