package org.godwit.store.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.store.mail.AttachmentMapper;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.model.MapperProvider;
import org.apache.james.utils.UpdatableTickingClock;
import org.godwit.store.PostgresExtension;

/** Our mappers, for James's contract suites. */
final class PostgresMapperProvider implements MapperProvider {

  private static final MailboxSession SESSION = MailboxSessionUtil.create(Username.of("benwa"));

  private final UpdatableTickingClock clock = new UpdatableTickingClock(Instant.now());
  private final StoreMapperFactory mappers =
      new StoreMapperFactory(PostgresExtension.database(), clock);
  private final AtomicLong uids = new AtomicLong(1_000); // above those that messages are given
  private final StoreMessageId.Factory ids = new StoreMessageId.Factory();

  UpdatableTickingClock clock() {
    return clock;
  }

  StoreMapperFactory mappers() {
    return mappers;
  }

  @Override
  public List<Capabilities> getSupportedCapabilities() {
    // ATTACHMENT would mean attachments that are stored beside a message and need not be in it.
    return List.of(
        Capabilities.MESSAGE,
        Capabilities.MAILBOX,
        Capabilities.ANNOTATION,
        Capabilities.MOVE,
        Capabilities.UNIQUE_MESSAGE_ID,
        Capabilities.THREAD_SAFE_FLAGS_UPDATE,
        Capabilities.INCREMENTAL_APPLICABLE_FLAGS,
        Capabilities.ACL_STORAGE);
  }

  @Override
  public MailboxMapper createMailboxMapper() {
    return mappers.createMailboxMapper(SESSION);
  }

  @Override
  public MessageMapper createMessageMapper() {
    return mappers.createMessageMapper(SESSION);
  }

  @Override
  public MessageIdMapper createMessageIdMapper() {
    return mappers.createMessageIdMapper(SESSION);
  }

  @Override
  public AttachmentMapper createAttachmentMapper() {
    return mappers.createAttachmentMapper(SESSION);
  }

  /** Of no mailbox: its account is not there. */
  @Override
  public MailboxId generateId() {
    return new StoreMailboxId(0, ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
  }

  @Override
  public MessageUid generateMessageUid() {
    return MessageUid.of(uids.incrementAndGet());
  }

  @Override
  public ModSeq generateModSeq(Mailbox mailbox) throws MailboxException {
    try {
      return mappers.getModSeqProvider().nextModSeq(mailbox);
    } catch (MailboxNotFoundException e) {
      return ModSeq.of(1); // the suites also ask for mailboxes that are none
    }
  }

  @Override
  public ModSeq highestModSeq(Mailbox mailbox) throws MailboxException {
    return mappers.getModSeqProvider().highestModSeq(mailbox);
  }

  @Override
  public boolean supportPartialAttachmentFetch() {
    return false;
  }

  @Override
  public MessageId generateMessageId() {
    return ids.generate();
  }
}
