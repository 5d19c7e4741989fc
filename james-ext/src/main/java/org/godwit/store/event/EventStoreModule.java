package org.godwit.store.event;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.util.Modules;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventDeadLetters;
import org.apache.james.events.EventDeadLettersHealthCheck;
import org.apache.james.modules.mailbox.DefaultEventModule;

/** James's in-process event bus, with its dead letters in PostgreSQL. */
public final class EventStoreModule extends AbstractModule {

  @Override
  protected void configure() {
    install(
        Modules.override(new DefaultEventModule())
            .with(
                new AbstractModule() {
                  @Override
                  protected void configure() {
                    bind(LocalEventBus.class).in(Scopes.SINGLETON);
                    bind(EventBus.class).to(LocalEventBus.class);
                  }
                }));
    bind(PostgresEventDeadLetters.class).in(Scopes.SINGLETON);
    bind(EventDeadLetters.class).to(PostgresEventDeadLetters.class);
    Multibinder.newSetBinder(binder(), HealthCheck.class)
        .addBinding()
        .to(EventDeadLettersHealthCheck.class);
  }
}
