package org.godwit.jmap.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Json;
import org.godwit.jmap.SetError;
import org.godwit.jmap.Sight;
import org.godwit.jmap.Viewer;
import org.godwit.store.StoreException;
import org.godwit.store.listing.MessageFacts;
import org.godwit.store.listing.MessageFacts.Facts;
import org.godwit.store.message.Envelope;
import org.godwit.store.submission.Submission;
import org.godwit.store.submission.Submissions;

/** Takes what clients want to send, after all checks of 8621 §7.5. */
final class SubmissionDrafts {

  private static final Set<String> GIVEN = Set.of("identityId", "emailId", "envelope");

  private final Submissions submissions;
  private final OwnIdentities identities;
  private final OwnSenders senders;
  private final Reachable reachable;
  private final SendingLimits limits;
  private final MessageFacts facts;
  private final Clock clock;

  @Inject
  SubmissionDrafts(
      Submissions submissions,
      OwnIdentities identities,
      OwnSenders senders,
      Reachable reachable,
      SendingLimits limits,
      MessageFacts facts,
      Clock clock) {
    this.submissions = submissions;
    this.identities = identities;
    this.senders = senders;
    this.reachable = reachable;
    this.limits = limits;
    this.facts = facts;
    this.clock = clock;
  }

  Submission create(Sight sight, ObjectNode given, Exchange exchange) throws SetError {
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!GIVEN.contains(entry.getKey())) {
        throw SetError.invalidProperties("this cannot be said", entry.getKey());
      }
    }
    UUID identityId = id(given, "identityId", exchange);
    ObjectNode identity =
        identities
            .find(sight.viewer(), identityId)
            .orElseThrow(() -> SetError.invalidProperties("it is not there", "identityId"));
    UUID emailId = id(given, "emailId", exchange);
    Facts email = email(sight, emailId);
    Envelope header = email.summary().flatMap(summary -> summary.root().envelope()).orElseThrow();
    mustBeFrom(sight.viewer(), header);
    JsonNode wanted = given.path("envelope");
    SentEnvelope envelope =
        wanted.isMissingNode() || wanted.isNull()
            ? SentEnvelope.of(header, identity.get("email").textValue())
            : SentEnvelope.given(wanted);
    return submit(sight, identityId, emailId, envelope);
  }

  private static UUID id(ObjectNode given, String property, Exchange exchange) throws SetError {
    return exchange
        .resolve(given.path(property).asText(""))
        .flatMap(Ids::uuid)
        .orElseThrow(() -> SetError.invalidProperties("it is not there", property));
  }

  private Facts email(Sight sight, UUID id) throws SetError {
    List<Facts> found =
        facts.find(sight.reach(), List.of(id), new MessageFacts.Wanted(true, false)).messages();
    if (found.isEmpty()) {
      throw SetError.invalidProperties("it is not there", "emailId");
    }
    if (found.getFirst().size() > limits.messageBytes()) {
      throw SetError.with("tooLarge", null, Json.object().put("maxSize", limits.messageBytes()));
    }
    return found.getFirst();
  }

  private void mustBeFrom(Viewer viewer, Envelope header) throws SetError {
    List<String> from = SentEnvelope.emails(header.from());
    if (from.isEmpty()) { // 5322 §3.6
      ObjectNode more = Json.object();
      more.putArray("properties").add("from");
      throw SetError.with("invalidEmail", "a message says whom it is from", more);
    }
    List<String> all = new ArrayList<>(from);
    all.addAll(SentEnvelope.emails(header.sender()));
    for (String email : all) {
      if (!senders.may(viewer, email)) {
        throw SetError.of("forbiddenFrom", "the message is from an address that is not yours");
      }
    }
  }

  private Submission submit(Sight sight, UUID identity, UUID email, SentEnvelope envelope)
      throws SetError {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant sendAt = Hold.until(envelope.mailFrom().parameters(), now);
    Mail mail = mail(sight.viewer(), envelope);
    try {
      return submissions
          .add(
              sight.account(),
              new Submissions.Wish(
                  identity.toString(),
                  email,
                  envelope.json().toString(),
                  envelope.recipients().stream().map(SentEnvelope.Party::email).toList(),
                  sendAt,
                  Duration.between(now, sendAt),
                  mail))
          .orElseThrow(() -> SetError.invalidProperties("it is not there", "emailId"));
    } catch (MessagingException e) {
      throw new StoreException("writing down a mail to send", e);
    }
  }

  private Mail mail(Viewer viewer, SentEnvelope envelope) throws SetError {
    MaybeSender sender = sender(viewer, envelope.mailFrom().email());
    Map<MailAddress, Map<String, String>> recipients = recipients(envelope);
    MailImpl.Builder mail =
        MailImpl.builder()
            .name(MailImpl.getId())
            .sender(sender)
            .addRecipients(List.copyOf(recipients.keySet()))
            .state(Mail.DEFAULT)
            .addAttribute( // it goes the way of mail that was submitted by SMTP
                new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(viewer.name().asString())));
    MailImpl made = mail.build();
    NoticeParameters.of(envelope, recipients).ifPresent(made::setDsnParameters);
    return made;
  }

  private MaybeSender sender(Viewer viewer, String email) throws SetError {
    if (email.isEmpty()) { // 8098 §2.1: read receipts are from nobody
      return MaybeSender.nullSender();
    }
    Optional<MailAddress> address = OwnSenders.address(email);
    if (address.isEmpty()) {
      throw SetError.invalidProperties("mailFrom is no address", "envelope");
    }
    if (!senders.may(viewer, email)) {
      throw SetError.of("forbiddenMailFrom", "the address is not yours");
    }
    return MaybeSender.of(address.get());
  }

  private Map<MailAddress, Map<String, String>> recipients(SentEnvelope envelope) throws SetError {
    if (envelope.recipients().isEmpty()) {
      throw SetError.of("noRecipients", null);
    }
    if (envelope.recipients().size() > limits.recipients()) {
      throw SetError.with(
          "tooManyRecipients", null, Json.object().put("maxRecipients", limits.recipients()));
    }
    Map<MailAddress, Map<String, String>> recipients = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    for (SentEnvelope.Party one : envelope.recipients()) {
      Optional<MailAddress> address = OwnSenders.address(one.email()).filter(this::isReachable);
      address.ifPresentOrElse(
          found -> recipients.put(found, one.parameters()), () -> wrong.add(one.email()));
    }
    if (!wrong.isEmpty()) {
      ObjectNode more = Json.object();
      more.set("invalidRecipients", Json.texts(wrong));
      throw SetError.with("invalidRecipients", null, more);
    }
    return recipients;
  }

  private boolean isReachable(MailAddress recipient) {
    try {
      return reachable.test(recipient);
    } catch (MessagingException e) {
      throw new StoreException("looking for a recipient", e);
    }
  }
}
