package org.godwit.store.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.commons.lang3.tuple.Pair;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageAttachmentMetadata;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.MessageStorer;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.message.HeaderImpl;
import org.godwit.store.Database;
import org.godwit.store.Doubt;
import org.godwit.store.StoreUnavailable;
import org.godwit.store.blob.BlobObjects;
import org.godwit.store.blob.EncodedBlob;
import reactor.core.publisher.Mono;

/** Stores what James's message manager was given: one statement, the thread and the quota in it. */
final class PostgresMessageStorer implements MessageStorer {

  private final Database database;
  private final Clock clock;
  private final StoreMessageId.Factory ids;

  PostgresMessageStorer(Database database, Clock clock, StoreMessageId.Factory ids) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public Mono<Pair<MessageMetaData, Optional<List<MessageAttachmentMetadata>>>>
      appendMessageToStore(
          Mailbox mailbox,
          Date internalDate,
          int size,
          int bodyStart,
          Content content,
          Flags flags,
          PropertyBuilder properties,
          Optional<Message> parsed,
          MailboxSession session,
          HeaderImpl header) {
    return read(internalDate, content, flags)
        .flatMap(message -> add((StoreMailboxId) mailbox.getMailboxId(), message))
        .map(added -> Pair.of(added.metaData(), Optional.empty()));
  }

  /** Reads the message once: all the work that needs no turn. */
  Mono<NewMessage> read(Date internalDate, Content content, Flags flags) {
    return Blocking.mayWait(Mono.fromCallable(() -> message(internalDate, content, flags)));
  }

  /**
   * What was added.
   *
   * @param joins as {@link MessageAppend.Place#joins}
   */
  record Added(MessageMetaData metaData, boolean joins) {
    static Added of(NewMessage message, MessageAppend.Place place) {
      return new Added(PostgresMessageStorer.metaData(message, place), place.joins());
    }
  }

  /** Adds what was read with one statement. */
  Mono<Added> add(StoreMailboxId target, NewMessage message) {
    return Blocking.mono(() -> add(target, List.of(message)).getFirst());
  }

  /** Adds what was read: all of it or nothing, each with one statement. Blocks. */
  List<Added> add(StoreMailboxId target, List<NewMessage> messages) {
    try {
      return messages.size() == 1
          ? database.run("adding a message", on -> append(on, target, messages))
          : database.transaction("adding messages", on -> append(on, target, messages));
    } catch (StoreUnavailable e) {
      return Doubt.settle(database, e, on -> find(on, target, messages));
    }
  }

  private static List<Added> append(Connection on, StoreMailboxId target, List<NewMessage> messages)
      throws SQLException {
    List<Added> added = new ArrayList<>();
    for (NewMessage message : messages) {
      added.add(Added.of(message, MessageAppend.append(on, target, message)));
    }
    return added;
  }

  /** All of them, as they were added together; else nothing. */
  private static Optional<List<Added>> find(
      Connection on, StoreMailboxId target, List<NewMessage> messages) throws SQLException {
    List<Added> found = new ArrayList<>();
    for (NewMessage message : messages) {
      MessageAppend.find(on, target, message.id())
          .ifPresent(place -> found.add(Added.of(message, place)));
    }
    return Optional.of(found).filter(all -> all.size() == messages.size());
  }

  Date now() {
    return Date.from(clock.instant());
  }

  private NewMessage message(Date internalDate, Content content, Flags flags)
      throws MailboxException {
    StoreMessageId id = ids.generate();
    try (InputStream bytes = content.getInputStream()) {
      Intake read = Intake.read(bytes, content.size());
      EncodedBlob blob = BlobObjects.place(database, read.blob());
      return new NewMessage(
          id,
          id.uuid(),
          read.threadKeys(),
          null,
          blob.hash(),
          blob,
          blob.size(),
          read.lackingOctets(),
          read.bodyStart(),
          read.header(),
          read.properties(),
          read.summary(),
          flags,
          internalDate,
          now(),
          null);
    } catch (IOException e) {
      throw new MailboxException("the message cannot be read", e);
    }
  }

  private static MessageMetaData metaData(NewMessage message, MessageAppend.Place place) {
    return new MessageMetaData(
        MessageUid.of(place.uid()),
        ModSeq.of(place.modseq()),
        message.flags(),
        message.size(),
        message.internalDate(),
        Optional.of(message.savedAt()),
        message.id(),
        ThreadId.fromBaseMessageId(place.thread()));
  }
}
