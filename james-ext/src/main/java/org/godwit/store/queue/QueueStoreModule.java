package org.godwit.store.queue;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.godwit.store.blob.BlobReference;

/** The queues on PostgreSQL, by all names James's modules ask for them. */
public final class QueueStoreModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(PostgresMailQueueFactory.class).in(Scopes.SINGLETON);
    bind(QueueAdmin.class).in(Scopes.SINGLETON);
    bind(new TypeLiteral<MailQueueFactory<?>>() {}).to(PostgresMailQueueFactory.class);
    bind(new TypeLiteral<MailQueueFactory<? extends ManageableMailQueue>>() {})
        .to(PostgresMailQueueFactory.class);
    bind(new TypeLiteral<MailQueueFactory<ManageableMailQueue>>() {})
        .to(PostgresMailQueueFactory.class);
    bind(MailQueueItemDecoratorFactory.class).to(RawMailQueueItemDecoratorFactory.class);
    Multibinder.newSetBinder(binder(), BlobReference.class)
        .addBinding()
        .toInstance(new BlobReference("mail_queue", "blob"));
  }
}
