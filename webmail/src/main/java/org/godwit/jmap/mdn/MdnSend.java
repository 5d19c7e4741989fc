package org.godwit.jmap.mdn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.EmailSet;
import org.godwit.jmap.submission.OwnIdentities;
import org.godwit.store.StoreException;
import org.godwit.store.account.UnicodeAddress;
import org.godwit.store.listing.MessageFacts;
import org.godwit.store.mailbox.MessageEdits;
import org.godwit.store.mailbox.MessageEdits.Standing;
import org.godwit.store.message.Address;
import org.godwit.store.message.AddressParser;
import org.godwit.store.message.HeaderFields;
import org.godwit.store.queue.PostgresMailQueueFactory;

/** MDN/send (9007 §2.1). */
final class MdnSend implements Method {

  private static final String SENT = "$mdnsent";
  private static final int MOST = 50;

  private final OwnIdentities identities;
  private final MessageFacts facts;
  private final MessageEdits edits;
  private final MailboxManager manager;
  private final PostgresMailQueueFactory queues;
  private final EmailSet emails;
  private final Clock clock;

  @Inject
  MdnSend(
      OwnIdentities identities,
      MessageFacts facts,
      MessageEdits edits,
      MailboxManager manager,
      PostgresMailQueueFactory queues,
      EmailSet emails,
      Clock clock) {
    this.identities = identities;
    this.facts = facts;
    this.edits = edits;
    this.manager = manager;
    this.queues = queues;
    this.emails = emails;
    this.clock = clock;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    String identityId = Arguments.need(arguments.text("identityId"), "identityId");
    Arguments.need(arguments.any("send"), "send");
    Map<String, ObjectNode> send = arguments.creations("send");
    Map<String, ObjectNode> update = arguments.objects("onSuccessUpdateEmail");
    arguments.noOther();
    if (send.size() > MOST) {
      throw MethodError.requestTooLarge("there are more than " + MOST + " receipts");
    }
    Optional<ObjectNode> identity =
        exchange
            .resolve(identityId)
            .flatMap(Ids::uuid)
            .flatMap(id -> identities.find(sight.viewer(), id));
    ObjectNode sent = Json.object();
    ObjectNode notSent = Json.object();
    ObjectNode updates = Json.object();
    for (Map.Entry<String, ObjectNode> one : send.entrySet()) {
      try {
        ObjectNode who = identity.orElseThrow(SetError::notFound);
        UUID email = send(sight, who, one.getValue(), sent.putObject(one.getKey()), exchange);
        ObjectNode patch = update.get("#" + one.getKey());
        if (patch != null) {
          updates.set(email.toString(), patch);
        }
      } catch (SetError why) {
        sent.remove(one.getKey());
        notSent.set(one.getKey(), why.json());
      }
    }
    ObjectNode answer = Json.object().put("accountId", sight.id());
    answer.set("sent", sent.isEmpty() ? null : sent);
    answer.set("notSent", notSent.isEmpty() ? null : notSent);
    if (!updates.isEmpty()) {
      ObjectNode call = Json.object().put("accountId", sight.id());
      call.set("update", updates);
      exchange.also("Email/set", emails.answer(new Arguments(call), exchange)); // 9007 §2.1
    }
    return answer;
  }

  /** Sends one; {@code told} gets what the server set. */
  private UUID send(
      Sight sight, ObjectNode identity, ObjectNode given, ObjectNode told, Exchange exchange)
      throws SetError {
    Receipt receipt = Receipt.read(given);
    UUID email =
        exchange.resolve(receipt.email()).flatMap(Ids::uuid).orElseThrow(SetError::notFound);
    List<MessageFacts.Facts> found =
        facts.find(sight.reach(), List.of(email), new MessageFacts.Wanted(false, true)).messages();
    if (found.isEmpty()) {
      throw SetError.notFound();
    }
    byte[] header = found.getFirst().header().orElseThrow();
    HeaderFields fields = HeaderFields.parse(header, 0, header.length);
    MailAddress to = asked(fields).orElseThrow(SetError::notFound);
    claim(sight, email);
    Optional<byte[]> whole =
        receipt.withOriginal() ? Optional.of(whole(sight, email)) : Optional.empty();
    InternetAddress from = from(identity);
    byte[] mail = ReceiptMail.write(receipt, from, to.asString(), fields, whole, clock.instant());
    enqueue(sight, to, mail);
    told.put("finalRecipient", receipt.finalRecipient().orElse("rfc822; " + from.getAddress()));
    fields.first("Original-Recipient").ifPresent(it -> told.put("originalRecipient", it));
    fields.first("Message-ID").ifPresent(it -> told.put("originalMessageId", it));
    return email;
  }

  /** Who wants a receipt (8098 §2.1): one address, else nobody gets one. */
  private static Optional<MailAddress> asked(HeaderFields fields) {
    List<Address> addresses =
        fields.first("Disposition-Notification-To").map(AddressParser::parse).orElse(List.of());
    if (addresses.size() != 1 || addresses.getFirst().host().isEmpty()) {
      return Optional.empty();
    }
    Address one = addresses.getFirst();
    try {
      return Optional.of(
          UnicodeAddress.parse(one.mailbox().orElse("") + "@" + one.host().orElse("")));
    } catch (javax.mail.internet.AddressException e) {
      return Optional.empty();
    }
  }

  /** Marks the email before anything is sent, so that two calls at once send one receipt. */
  private void claim(Sight sight, UUID email) throws SetError {
    AtomicBoolean ours = new AtomicBoolean();
    MessageEdits.Edit mark =
        before -> {
          ours.set(!before.keywords().contains(SENT));
          Set<String> keywords = new HashSet<>(before.keywords());
          keywords.add(SENT);
          return Optional.of(new Standing(before.mailboxes(), keywords));
        };
    MailboxSession session = manager.createSystemSession(sight.viewer().name());
    try {
      edits.apply(sight.account(), new HashMap<>(Map.of(email, mark)), Set.of(), session);
    } catch (MailboxException e) {
      throw new StoreException("marking an email", e);
    } finally {
      manager.endProcessingRequest(session);
    }
    if (!ours.get()) {
      throw SetError.of("mdnAlreadySent", null); // 9007 §2.1
    }
  }

  private byte[] whole(Sight sight, UUID email) throws SetError {
    var bytes = facts.bytes(sight.account(), List.of(email)).get(email);
    if (bytes == null) {
      throw SetError.notFound();
    }
    try (InputStream in = bytes.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InternetAddress from(ObjectNode identity) {
    JsonNode name = identity.path("name");
    try {
      return new InternetAddress(
          identity.get("email").textValue(), name.asText(""), StandardCharsets.UTF_8.name());
    } catch (UnsupportedEncodingException e) {
      throw new StoreException("every Java has UTF-8", e);
    }
  }

  /** 8098 §2.1: it is from nobody, so that nothing comes back for it. */
  private void enqueue(Sight sight, MailAddress to, byte[] bytes) {
    try {
      MimeMessage message = new MimeMessage(null, new ByteArrayInputStream(bytes));
      MailImpl mail =
          MailImpl.builder()
              .name(MailImpl.getId())
              .sender(MaybeSender.nullSender())
              .addRecipient(to)
              .state(Mail.DEFAULT)
              .mimeMessage(message)
              .addAttribute(
                  new Attribute(
                      Mail.SMTP_AUTH_USER, AttributeValue.of(sight.viewer().name().asString())))
              .build();
      try (MailQueue queue = queues.createQueue(MailQueueFactory.SPOOL)) {
        queue.enQueue(mail);
      } finally {
        mail.dispose();
      }
    } catch (MessagingException | IOException e) {
      throw new StoreException("sending a receipt", e);
    }
  }
}
