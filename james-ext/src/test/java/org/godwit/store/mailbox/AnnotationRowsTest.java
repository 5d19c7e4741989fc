package org.godwit.store.mailbox;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.AnnotationMapper;
import org.apache.james.mailbox.store.mail.model.AnnotationMapperTest;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class AnnotationRowsTest extends AnnotationMapperTest {

  private final AtomicInteger mailboxes = new AtomicInteger();

  @Override
  protected AnnotationMapper createAnnotationMapper() {
    return new AnnotationRows(PostgresExtension.database());
  }

  @Override
  protected MailboxId generateMailboxId() {
    return new StoreMailboxId(1, mailboxes.incrementAndGet());
  }
}
