package org.godwit.store.mailbox;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;

/** A mailbox that was just read, with what its row said of its messages at that moment. */
final class StoredMailbox extends Mailbox {

  private final AtomicReference<Glance> glance;

  StoredMailbox(MailboxPath path, UidValidity uidValidity, MailboxStatus status) {
    super(path, uidValidity, status.id());
    this.glance = new AtomicReference<>(Glance.now(status));
  }

  /** The status, if this is asked for the first time and at once; else it may have changed. */
  Optional<MailboxStatus> status() {
    return Optional.ofNullable(glance.getAndSet(null)).flatMap(Glance::ifFresh);
  }

  // Equality stays James's: by id.
  @Override
  public boolean equals(Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
