package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.inject.Inject;
import javax.mail.Flags;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.ByteContent;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Json;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.UtcDate;
import org.godwit.store.mailbox.MessageEdits;
import org.godwit.store.mailbox.MessageEdits.Edit;
import org.godwit.store.mailbox.MessageEdits.Standing;
import org.godwit.store.mailbox.StoreMailboxId;
import org.godwit.store.mailbox.StoreMessageId;

/** Puts new emails into mailboxes: those that a client composes, and those that it imports. */
final class EmailDrafts {

  private final MailboxManager manager;
  private final MessageEdits edits;
  private final BlobReader blobs;

  @Inject
  EmailDrafts(MailboxManager manager, MessageEdits edits, BlobReader blobs) {
    this.manager = manager;
    this.edits = edits;
    this.blobs = blobs;
  }

  /** Composes an email and stores it; what is returned is told of it (8621 §4.6). */
  ObjectNode create(Sight sight, ObjectNode email, Exchange exchange) throws SetError {
    Set<Long> places = MailboxRefs.read(sight, email.get("mailboxIds"), exchange);
    Set<String> keywords = EmailKeywords.read(email.get("keywords"));
    EmailKeywords.mustNotBeTooMany(keywords, 0);
    Optional<Instant> received = UtcDate.property(email, "receivedAt");
    byte[] message =
        new EmailComposer(new AttachedBlobs(blobs, sight, exchange), sight).compose(email);
    return store(sight, message, places, keywords, received);
  }

  /** Stores a message as it is. */
  ObjectNode store(
      Sight sight,
      byte[] message,
      Set<Long> places,
      Set<String> keywords,
      Optional<Instant> received)
      throws SetError {
    MailboxSession session = manager.createSystemSession(sight.viewer().name());
    try {
      long first = places.iterator().next();
      MessageManager mailbox =
          manager.getMailbox(new StoreMailboxId(sight.account(), first), session);
      AppendCommand.Builder command =
          AppendCommand.builder().withFlags(flags(keywords)).notRecent();
      received.ifPresent(at -> command.withInternalDate(java.util.Date.from(at)));
      MessageManager.AppendResult added =
          mailbox.appendMessage(command.build(new ByteContent(message)), session);
      UUID id = ((StoreMessageId) added.getId().getMessageId()).uuid();
      if (places.size() > 1) {
        putIntoOthers(sight, id, places, session);
      }
      return Json.object()
          .put("id", id.toString())
          .put("blobId", new BlobId.OfMessage(id).toString())
          .put("threadId", added.getThreadId().serialize())
          .put("size", message.length);
    } catch (OverQuotaException e) {
      throw SetError.of("overQuota", e.getMessage());
    } catch (MailboxNotFoundException e) {
      throw SetError.invalidProperties("a mailbox is not there", "mailboxIds");
    } catch (InsufficientRightsException e) {
      throw SetError.forbidden("nothing may be put there");
    } catch (MailboxException e) {
      throw new IllegalStateException("an email cannot be stored", e);
    } finally {
      manager.endProcessingRequest(session);
    }
  }

  private static Flags flags(Set<String> keywords) {
    return EmailKeywords.flags(keywords);
  }

  private void putIntoOthers(Sight sight, UUID id, Set<Long> places, MailboxSession session)
      throws MailboxException {
    Edit edit =
        before -> {
          Set<Long> all = new TreeSet<>(places);
          all.addAll(before.mailboxes());
          return Optional.of(new Standing(all, before.keywords()));
        };
    edits.apply(sight.account(), Map.of(id, edit), places, session);
  }
}
