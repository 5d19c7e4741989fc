package org.godwit.mailflow;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.util.Modules;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.MailAddress;
import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.james.modules.server.MailStoreRepositoryModule;
import org.apache.james.modules.server.MailetContainerModule;
import org.apache.james.modules.server.MailetContainerModule.DefaultProcessorsConfigurationSupplier;
import org.godwit.mailflow.outbound.DeliveryWatch;
import org.godwit.store.submission.SubmissionProgress;
import org.godwit.store.submission.SubmissionProgress.Delivery;

/**
 * James's mailet container with our workers on the spool and our mailets. What goes to other
 * servers is {@link org.godwit.mailflow.outbound.OutboundModule}'s, which must be installed too.
 */
public final class MailflowModule extends AbstractModule {

  @Override
  protected void configure() {
    install(new MailStoreRepositoryModule());
    install(
        Modules.override(new MailetContainerModule())
            .with(
                new AbstractModule() {
                  @Override
                  protected void configure() {
                    bind(JamesMailSpooler.class).to(SpoolWorkers.class).in(Scopes.SINGLETON);
                  }
                }));
    bind(DefaultProcessorsConfigurationSupplier.class)
        .toInstance(BaseHierarchicalConfiguration::new); // the template has them
    bind(SpoolWorkers.class).in(Scopes.SINGLETON);
    bind(Routes.class).in(Scopes.SINGLETON);
    bind(SubmissionProgress.class).in(Scopes.SINGLETON);
    bind(Mailboxes.class).to(StoredMailboxes.class).in(Scopes.SINGLETON);
  }

  /** News of people reach the submission under the address that its sender wrote. */
  @Provides
  DeliveryWatch watch(SubmissionProgress submissions) {
    return (mail, news) -> {
      Map<MailAddress, Delivery> told = new LinkedHashMap<>();
      news.forEach((person, delivery) -> told.put(OriginalRecipient.of(mail, person), delivery));
      submissions.tell(mail, told);
    };
  }
}
