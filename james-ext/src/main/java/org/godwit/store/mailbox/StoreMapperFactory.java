package org.godwit.store.mailbox;

import java.time.Clock;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.mail.AnnotationMapper;
import org.apache.james.mailbox.store.mail.AttachmentMapper;
import org.apache.james.mailbox.store.mail.AttachmentMapperFactory;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.ModSeqProvider;
import org.apache.james.mailbox.store.mail.UidProvider;
import org.apache.james.mailbox.store.user.SubscriptionMapper;
import org.godwit.store.Database;

/** Makes the mappers. They keep nothing but the way to the database, so they are cheap. */
public final class StoreMapperFactory extends MailboxSessionMapperFactory
    implements AttachmentMapperFactory {

  private final Database database;
  private final Clock clock;
  private final UidProvider uids;
  private final ModSeqProvider modseqs;

  @Inject
  public StoreMapperFactory(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.uids = new StoreUidProvider(database);
    this.modseqs = new StoreModSeqProvider(database);
  }

  @Override
  public AnnotationMapper createAnnotationMapper(MailboxSession session) {
    return new AnnotationRows(database);
  }

  @Override
  public MessageMapper createMessageMapper(MailboxSession session) {
    return new MessageRows(database, clock);
  }

  @Override
  public MessageIdMapper createMessageIdMapper(MailboxSession session) {
    return new MessageIdRows(database, clock, session.getUser());
  }

  @Override
  public MailboxMapper createMailboxMapper(MailboxSession session) {
    return new MailboxRows(database);
  }

  @Override
  public SubscriptionMapper createSubscriptionMapper(MailboxSession session) {
    return new SubscriptionRows(database);
  }

  @Override
  public AttachmentMapper createAttachmentMapper(MailboxSession session) {
    return new AttachmentReader(database, session.getUser());
  }

  @Override
  public AttachmentMapper getAttachmentMapper(MailboxSession session) {
    return createAttachmentMapper(session);
  }

  @Override
  public UidProvider getUidProvider() {
    return uids;
  }

  @Override
  public ModSeqProvider getModSeqProvider() {
    return modseqs;
  }
}
