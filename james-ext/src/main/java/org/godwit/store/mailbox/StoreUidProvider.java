package org.godwit.store.mailbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import javax.inject.Inject;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.UidProvider;
import org.godwit.store.Database;
import reactor.core.publisher.Mono;

/** Reserves uids for James's managers. Our own appends take theirs with the row they write. */
public final class StoreUidProvider implements UidProvider {

  private static final String NEXT =
      """
      UPDATE mailbox SET uid_next = uid_next + ? WHERE account_id = ? AND mailbox_id = ?
      RETURNING uid_next
      """;

  private final Database database;

  @Inject
  public StoreUidProvider(Database database) {
    this.database = database;
  }

  @Override
  public MessageUid nextUid(Mailbox mailbox) throws MailboxException {
    return nextUid(mailbox.getMailboxId());
  }

  @Override
  public MessageUid nextUid(MailboxId mailbox) throws MailboxException {
    return Refusal.unwrapped(() -> reserve(mailbox, 1)).getFirst();
  }

  @Override
  public Mono<List<MessageUid>> nextUids(MailboxId mailbox, int count) {
    return Blocking.mono(() -> reserve(mailbox, count));
  }

  private List<MessageUid> reserve(MailboxId mailbox, int count) {
    StoreMailboxId id = (StoreMailboxId) mailbox;
    return database.run(
        "reserving uids",
        on -> {
          try (PreparedStatement update = on.prepareStatement(NEXT)) {
            new Parameters(update).longs(count, id.account(), id.number());
            try (ResultSet row = update.executeQuery()) {
              if (!row.next()) {
                throw new Refusal(new MailboxNotFoundException(id));
              }
              long behind = row.getLong(1);
              return LongStream.range(behind - count, behind).mapToObj(MessageUid::of).toList();
            }
          }
        });
  }

  @Override
  public Optional<MessageUid> lastUid(Mailbox mailbox) throws MailboxException {
    StoreMailboxId id = (StoreMailboxId) mailbox.getMailboxId();
    return Refusal.unwrapped(
        () -> database.run("reading a mailbox", on -> MailboxStatus.read(on, id).lastUid()));
  }
}
