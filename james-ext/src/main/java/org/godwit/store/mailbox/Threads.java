package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.ThreadNotFoundException;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.mail.ThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.MimeMessageId;
import org.apache.james.mailbox.store.mail.model.Subject;
import org.godwit.store.Database;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which messages belong together: those that mention a common message id under a common subject.
 * One look along an index; our own appends do it in the statement that adds the message.
 */
public final class Threads implements ThreadIdGuessingAlgorithm {

  /**
   * Common table expressions: {@code known}, the threads that the keys lead to, the oldest first;
   * {@code thread}, one row, with the id of that one or of the one that begins here; and the keys
   * are kept for those who come later.
   */
  static final String FIND_OR_BEGIN =
      """
      known AS (
        SELECT array_agg(DISTINCT t.thread_id ORDER BY t.thread_id) AS ids, ? - count(*) AS unknown
          FROM thread_reference t
         WHERE t.account_id = ? AND t.reference_hash = ANY (?) AND t.subject_hash = ?),
      thread AS (SELECT coalesce(known.ids[1], ?::uuid) AS id FROM known),
      mentioned AS (
        INSERT INTO thread_reference (account_id, reference_hash, subject_hash, thread_id)
        SELECT ?, reference, ?, thread.id FROM next, thread, unnest(?::bigint[]) reference
        ON CONFLICT (account_id, reference_hash, subject_hash) DO NOTHING
        RETURNING 1)
      """;

  /**
   * Whether the keys lead to several threads, or somebody else wrote one of them at the same
   * moment: then {@link ThreadMerge} has to look.
   */
  static final String JOINS =
      """
      (SELECT coalesce(cardinality(ids), 0) > 1 OR unknown > (SELECT count(*) FROM mentioned)
         FROM known)
      """;

  private static final String GUESS =
      "WITH next AS (SELECT 1), " + FIND_OR_BEGIN + " SELECT id FROM thread";

  private static final String MESSAGES =
      """
      SELECT g.message_id, min(m.internal_date) AS arrived
        FROM account a
        JOIN message g USING (account_id)
        JOIN mailbox_message m USING (account_id, message_id)
       WHERE a.name = ? AND g.thread_id = ?
       GROUP BY g.message_id ORDER BY arrived, g.message_id
      """;

  private final Database database;

  @Inject
  public Threads(Database database) {
    this.database = database;
  }

  static void bind(
      Connection connection, Parameters next, long account, ThreadKeys keys, UUID begun)
      throws SQLException {
    java.sql.Array references = Sql.longs(connection, keys.references());
    next.longs(keys.references().size());
    next.longs(account).array(references).longs(keys.subject()).uuid(begun);
    next.longs(account, keys.subject()).array(references);
  }

  @Override
  public Mono<ThreadId> guessThreadIdReactive(
      MessageId message,
      Optional<MimeMessageId> own,
      Optional<MimeMessageId> inReplyTo,
      Optional<List<MimeMessageId>> references,
      Optional<Subject> subject,
      MailboxSession session) {
    ThreadKeys keys = ThreadKeys.of(own, inReplyTo, references, subject);
    UUID begun = StoreMessageId.uuidOf(message);
    return Blocking.mono(
        () -> database.run("finding a thread", on -> guess(on, session.getUser(), keys, begun)));
  }

  private static ThreadId guess(Connection connection, Username user, ThreadKeys keys, UUID begun)
      throws SQLException {
    long account = Accounts.idOf(connection, user);
    try (PreparedStatement select = connection.prepareStatement(GUESS)) {
      bind(connection, new Parameters(select), account, keys, begun);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return ThreadId.fromBaseMessageId(new StoreMessageId(row.getObject(1, UUID.class)));
      }
    }
  }

  @Override
  public Flux<MessageId> getMessageIdsInThread(ThreadId thread, MailboxSession session) {
    return Blocking.flux(
            () -> database.run("reading a thread", on -> messages(on, session.getUser(), thread)))
        .switchIfEmpty(Flux.error(() -> new ThreadNotFoundException(thread)));
  }

  private static List<MessageId> messages(Connection connection, Username user, ThreadId thread)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(MESSAGES)) {
      Sql.bind(select, user.asString(), StoreMessageId.uuidOf(thread.getBaseMessageId()));
      List<MessageId> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(new StoreMessageId(row.getObject(1, UUID.class)));
        }
      }
      return found;
    }
  }
}
