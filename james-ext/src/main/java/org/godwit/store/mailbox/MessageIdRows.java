package org.godwit.store.mailbox;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimap;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.godwit.store.Database;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Messages by id, wherever the session's user may look: in the user's own account and in those that
 * share something with the user. The manager above decides, mailbox by mailbox, what may be seen.
 */
final class MessageIdRows implements MessageIdMapper {

  private static final String WHERE =
      """
        FROM mailbox_message m
        JOIN mailbox b USING (account_id, mailbox_id)
        JOIN message g USING (account_id, message_id)
       WHERE account_id IN (SELECT account_id FROM account WHERE name = ?
                             UNION
                            SELECT account_id FROM mailbox_grant
                             WHERE grantee IN (?, 'anyone', 'authenticated'))
         AND message_id = ANY (?)
       ORDER BY account_id, mailbox_id, uid
      """;

  private static final String FIND =
      """
      SELECT account_id, mailbox_id, m.uid, m.modseq, message_id, m.thread_id, m.flags,
             m.user_flags, m.internal_date, m.saved_at, m.size, b.recent_from,
             g.body_start, g.properties, g.text_lines, g.header
      """
          + WHERE;

  private final Database database;
  private final Clock clock;
  private final Username user;
  private final MessageBodies bodies;
  private final MessageSave save;

  MessageIdRows(Database database, Clock clock, Username user) {
    this.database = database;
    this.clock = clock;
    this.user = user;
    this.bodies = new MessageBodies(database);
    this.save = new MessageSave(database);
  }

  @Override
  public List<MailboxMessage> find(Collection<MessageId> ids, FetchType type) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return List.copyOf(database.run("finding messages", on -> find(on, ids, type)));
  }

  @Override
  public Flux<MailboxMessage> findReactive(Collection<MessageId> ids, FetchType type) {
    if (type == FetchType.METADATA || type == FetchType.HEADERS || ids.isEmpty()) {
      return Blocking.flux(() -> find(ids, type));
    }
    return Paged.flux(
        () ->
            new BodyBatches(
                bodies, database.run("finding messages", on -> find(on, ids, FetchType.METADATA))));
  }

  private List<StoredMessage> find(Connection connection, Collection<MessageId> ids, FetchType type)
      throws SQLException {
    List<StoredMessage> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      bind(connection, select, ids);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          MessageRow message = MessageRow.read(row, mailbox(row));
          // Its bytes are read when they are asked for; findReactive reads those of many at once.
          MessageContent.Source source =
              () -> bodies.open(message.mailbox().account(), message.id().uuid());
          found.add(
              new StoredMessage(message, MessagePages.parts(row, message, header(type), source)));
        }
      }
    }
    return found;
  }

  private static FetchType header(FetchType type) {
    return type == FetchType.METADATA ? type : FetchType.HEADERS;
  }

  private void bind(Connection connection, PreparedStatement select, Collection<MessageId> ids)
      throws SQLException {
    Object[] uuids = ids.stream().map(StoreMessageId::uuidOf).toArray();
    new Parameters(select)
        .text(user.asString())
        .text(user.asString())
        .array(connection.createArrayOf("uuid", uuids));
  }

  private static StoreMailboxId mailbox(ResultSet row) throws SQLException {
    return new StoreMailboxId(row.getLong("account_id"), row.getLong("mailbox_id"));
  }

  @Override
  public Flux<ComposedMessageIdWithMetaData> findMetadata(MessageId id) {
    return Blocking.flux(() -> rows(List.of(id))).map(MessageRow::composedId);
  }

  private List<MessageRow> rows(Collection<MessageId> ids) {
    return find(ids, FetchType.METADATA).stream().map(MessageRow::of).toList();
  }

  @Override
  public List<MailboxId> findMailboxes(MessageId id) {
    return rows(List.of(id)).stream().map(row -> (MailboxId) row.mailbox()).toList();
  }

  @Override
  public void save(MailboxMessage message) throws MailboxException {
    Date now = Date.from(clock.instant());
    NewMessage added = MessageRows.newMessage(database, message, now);
    Refusal.unwrapped(() -> save.save(MessageRow.of(message), added));
    message.setSaveDate(now);
  }

  @Override
  public void copyInMailbox(MailboxMessage message, Mailbox mailbox) throws MailboxException {
    Date now = Date.from(clock.instant());
    MessageRow row = MessageRow.of(message).in((StoreMailboxId) mailbox.getMailboxId());
    List<MessageRow> sources = rows(List.of(message.getMessageId()));
    if (sources.stream().noneMatch(source -> source.mailbox().equals(row.mailbox()))) {
      Refusal.unwrapped(() -> save.copy(sources, row, now));
      message.setSaveDate(now);
    }
  }

  @Override
  public void delete(MessageId id) {
    remove(rows(List.of(id)));
  }

  @Override
  public void delete(MessageId id, Collection<MailboxId> mailboxes) {
    remove(rows(List.of(id)).stream().filter(row -> mailboxes.contains(row.mailbox())).toList());
  }

  @Override
  public void delete(Multimap<MessageId, MailboxId> ids) {
    remove(
        rows(ids.keySet()).stream()
            .filter(row -> ids.containsEntry(row.id(), row.mailbox()))
            .toList());
  }

  /** One transaction for each account, one statement for each mailbox. */
  private void remove(List<MessageRow> rows) {
    rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.mailbox().account(), TreeMap::new, Collectors.toList()))
        .forEach(
            (account, theirs) ->
                database.transaction("expunging messages", on -> removed(on, account, theirs)));
  }

  private static boolean removed(Connection connection, long account, List<MessageRow> rows)
      throws SQLException {
    long modseq = Modseqs.next(connection, account);
    TreeMap<Long, List<Long>> byMailbox =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.mailbox().number(),
                    TreeMap::new,
                    Collectors.mapping(MessageRow::uid, Collectors.toList())));
    for (var entry : byMailbox.entrySet()) {
      StoreMailboxId mailbox = new StoreMailboxId(account, entry.getKey());
      MessageRemoval.remove(connection, mailbox, entry.getValue(), modseq, false);
    }
    return !byMailbox.isEmpty();
  }

  @Override
  public Mono<Multimap<MailboxId, UpdatedFlags>> setFlags(
      MessageId id, List<MailboxId> mailboxes, Flags flags, FlagsUpdateMode mode) {
    FlagsUpdateCalculator calculator = new FlagsUpdateCalculator(flags, mode);
    return Blocking.mono(() -> setFlags(id, mailboxes, calculator));
  }

  private Multimap<MailboxId, UpdatedFlags> setFlags(
      MessageId id, List<MailboxId> mailboxes, FlagsUpdateCalculator calculator) {
    UUID uuid = StoreMessageId.uuidOf(id);
    ImmutableListMultimap.Builder<MailboxId, UpdatedFlags> changes =
        ImmutableListMultimap.builder();
    for (StoreMailboxId mailbox : mailboxesOf(id)) {
      if (mailboxes.contains(mailbox)) {
        List<UpdatedFlags> changed =
            database.transaction(
                "changing flags", on -> FlagChange.message(on, mailbox, uuid, calculator));
        changes.putAll(mailbox, changed);
      }
    }
    return changes.build();
  }

  private Set<StoreMailboxId> mailboxesOf(MessageId id) {
    return rows(List.of(id)).stream()
        .map(MessageRow::mailbox)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
