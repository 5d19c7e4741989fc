package org.godwit.store.mailbox;

import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.DifferentDomainException;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.event.EventFactory;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import reactor.core.publisher.Mono;

/**
 * Rights in mailboxes (RFC 4314). James lets none but the owner change them; here may whoever has
 * the right "a" (§4). Safe for many threads.
 */
final class SharedRights extends StoreRightManager {
  private final StoreMapperFactory mappers;
  private final EventBus events;

  @Inject
  SharedRights(StoreMapperFactory mappers, EventBus events) {
    super(mappers, new SameDomainAcl(), events);
    this.mappers = mappers;
    this.events = events;
  }

  @Override
  public Mono<Void> applyRightsCommandReactive(
      MailboxPath path, MailboxACL.ACLCommand command, MailboxSession session) {
    if (path.belongsTo(session)) {
      return super.applyRightsCommandReactive(path, command, session);
    }
    MailboxMapper mapper = mappers.getMailboxMapper(session);
    return mapper
        .findMailboxByPath(path)
        .switchIfEmpty(Mono.error(() -> new MailboxNotFoundException(path)))
        .flatMap(mailbox -> change(mapper, mailbox, command, session));
  }

  private Mono<Void> change(
      MailboxMapper mapper,
      Mailbox mailbox,
      MailboxACL.ACLCommand command,
      MailboxSession session) {
    try {
      needAdminister(mailbox, session);
      needSameDomain(command.getEntryKey(), mailbox.getUser());
    } catch (MailboxException e) {
      return Mono.error(e);
    }
    return mapper
        .updateACL(mailbox, command)
        .flatMap(
            changes ->
                events.dispatch(
                    EventFactory.aclUpdated()
                        .randomEventId()
                        .mailboxSession(session)
                        .mailbox(mailbox)
                        .aclDiff(changes)
                        .build(),
                    new MailboxIdRegistrationKey(mailbox.getMailboxId())));
  }

  /** 4314 §6: whoever may not look it up does not hear that it is there. */
  private void needAdminister(Mailbox mailbox, MailboxSession session) throws MailboxException {
    if (!hasRight(mailbox, Right.Lookup, session)) {
      throw new MailboxNotFoundException(mailbox.getMailboxId());
    }
    if (!hasRight(mailbox, Right.Administer, session)) {
      throw new InsufficientRightsException("the right a is needed");
    }
  }

  private static void needSameDomain(EntryKey key, Username owner) throws MailboxException {
    boolean special = key.getNameType() == MailboxACL.NameType.special;
    if (!special && !Username.of(key.getName()).getDomainPart().equals(owner.getDomainPart())) {
      throw new DifferentDomainException();
    }
  }
}
