package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.inject.Inject;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.ModSeqProvider;
import org.godwit.store.Database;

/** Takes modseqs for James's managers. Our own changes take theirs with what they change. */
public final class StoreModSeqProvider implements ModSeqProvider {

  private static final String NOTE =
      "UPDATE mailbox SET highest_modseq = ? WHERE account_id = ? AND mailbox_id = ?";

  private final Database database;

  @Inject
  public StoreModSeqProvider(Database database) {
    this.database = database;
  }

  @Override
  public ModSeq nextModSeq(Mailbox mailbox) throws MailboxException {
    return nextModSeq(mailbox.getMailboxId());
  }

  @Override
  public ModSeq nextModSeq(MailboxId mailbox) throws MailboxException {
    StoreMailboxId id = (StoreMailboxId) mailbox;
    return Refusal.unwrapped(() -> database.transaction("taking a modseq", on -> next(on, id)));
  }

  private static ModSeq next(Connection connection, StoreMailboxId id) throws SQLException {
    long modseq = Modseqs.next(connection, id.account());
    try (PreparedStatement update = connection.prepareStatement(NOTE)) {
      new Parameters(update).longs(modseq, id.account(), id.number());
      if (update.executeUpdate() == 0) {
        throw new Refusal(new MailboxNotFoundException(id));
      }
    }
    return ModSeq.of(modseq);
  }

  @Override
  public ModSeq highestModSeq(Mailbox mailbox) throws MailboxException {
    return highestModSeq(mailbox.getMailboxId());
  }

  @Override
  public ModSeq highestModSeq(MailboxId mailbox) throws MailboxException {
    StoreMailboxId id = (StoreMailboxId) mailbox;
    return Refusal.unwrapped(
        () -> database.run("reading a mailbox", on -> MailboxStatus.read(on, id).highestModSeq()));
  }
}
