package org.godwit.store.mailbox;

import java.util.Collection;
import javax.inject.Inject;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.RightManager;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.StoreMessageIdManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * James's message id manager. Our mapper does not find what the user may not see, where James's
 * finds it and asks the mailboxes then; so the mailboxes are asked here.
 */
public final class PostgresMessageIdManager extends StoreMessageIdManager {

  private final RightManager rights;
  private final StoreMapperFactory mappers;

  @Inject
  public PostgresMessageIdManager(
      RightManager rights,
      StoreMapperFactory mappers,
      EventBus events,
      QuotaManager quotas,
      QuotaRootResolver quotaRoots,
      PreDeletionHooks hooks) {
    super(rights, mappers, events, quotas, quotaRoots, hooks);
    this.rights = rights;
    this.mappers = mappers;
  }

  @Override
  public Mono<Void> setInMailboxesReactive(
      MessageId message, Collection<MailboxId> targets, MailboxSession session) {
    return Flux.from(mappers.getMessageIdMapper(session).findMetadata(message))
        .hasElements()
        .flatMap(
            found ->
                found
                    ? super.setInMailboxesReactive(message, targets, session)
                    : mustSee(targets, session));
  }

  private Mono<Void> mustSee(Collection<MailboxId> mailboxes, MailboxSession session) {
    return Flux.fromIterable(mailboxes)
        .concatMap(
            mailbox ->
                Mono.from(rights.myRights(mailbox, session))
                    .filter(mine -> mine.contains(Right.Read))
                    .switchIfEmpty(Mono.error(() -> new MailboxNotFoundException(mailbox))))
        .then();
  }
}
