package org.godwit.server.smtp;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.lmtp.LMTPMultiResponse;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.godwit.mailflow.EachRecipient;
import org.godwit.mailflow.Filings;
import org.godwit.mailflow.inbound.Arrival;
import org.godwit.mailflow.inbound.InboundCheck;
import org.godwit.mailflow.inbound.Verdict;
import org.godwit.server.ServerSettings;
import org.godwit.store.StoreUnavailable;
import org.godwit.timing.Timings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From bytes to the queue: begins a message, and ends it with an answer. Safe for many threads.
 *
 * <p>250 is said when the queue has committed the message, and never before.
 */
@Singleton
public final class Acceptance {

  private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);
  private static final String DISK_FULL = "53100"; // PostgreSQL, class 53: insufficient resources

  /** Who wants to see a complete message before it is taken. */
  record Checks(List<JamesMessageHook> whole, List<EachRecipient> each) {}

  private final MailQueueFactory<?> queues;
  private final Optional<InboundCheck> inbound;
  private final Path directory;
  private final Timings timings;
  private volatile MailQueue queue;

  @Inject
  public Acceptance(
      MailQueueFactory<?> queues, InboundCheck inbound, ServerSettings settings, Timings timings) {
    this(queues, Optional.of(inbound), settings.dataDirectory().resolve("tmp"), timings);
  }

  /**
   * @param inbound looks at messages of strangers; empty takes them as they are
   * @param directory where large messages wait for their end; the server empties it at its start
   */
  Acceptance(
      MailQueueFactory<?> queues, Optional<InboundCheck> inbound, Path directory, Timings timings) {
    this.timings = timings;
    this.queues = queues;
    this.inbound = inbound;
    this.directory = directory;
  }

  /** Begins a message with our trace. The caller closes it. */
  Incoming begin(SmtpSession session) {
    String id = MailImpl.getId();
    Incoming message = new Incoming(id, session.getConfiguration().getMaxMessageSize(), directory);
    message.prepend(ReceivedField.of(session, id, ZonedDateTime.now(ZoneId.systemDefault())));
    return message;
  }

  /** Takes a complete message, or says why not; the transaction is over. */
  Response end(SmtpSession session, Incoming message, Checks checks) {
    List<MailAddress> recipients =
        List.copyOf(session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElseThrow());
    Map<MailAddress, SMTPResponse> refused = new HashMap<>();
    SMTPResponse reply =
        refusal(message).orElseGet(() -> enqueue(session, message, checks, refused));
    message.close();
    timings.smtp().took(word(session), message.nanos());
    session.resetState();
    return session.lmtp() ? forEach(recipients, refused, reply) : reply;
  }

  private static String word(SmtpSession session) {
    if (session.lmtp()) {
      return "lmtp";
    }
    return session.getUsername() == null ? "smtp" : "submission";
  }

  // 2033 §4.2: one answer for each RCPT that was accepted, in their order. Who was not refused has
  // the answer of the one row that all go through.
  private static Response forEach(
      List<MailAddress> recipients, Map<MailAddress, SMTPResponse> refused, SMTPResponse reply) {
    LMTPMultiResponse all = null;
    for (MailAddress recipient : recipients) {
      SMTPResponse its = refused.getOrDefault(recipient, reply);
      if (all == null) {
        all = new LMTPMultiResponse(its);
      } else {
        all.addResponse(its);
      }
    }
    return all;
  }

  /** What the bytes alone have against the message. */
  static Optional<SMTPResponse> refusal(Incoming message) {
    if (message.hasBadLineEnds()) {
      return Optional.of(
          SmtpReply.of(554, "5.6.0 A bare CR or LF is in the message; lines end with CRLF"));
    }
    if (message.tooLarge()) {
      return Optional.of(SmtpReply.of(552, "5.3.4 The message is too large")); // 1870 §6.3
    }
    return message.noRoom()
        ? Optional.of(SmtpReply.of(452, "4.3.1 No room for the message now, try again later"))
        : Optional.empty();
  }

  /**
   * @param refused is told whom the message is not for, though RCPT took them; LMTP only
   */
  private SMTPResponse enqueue(
      SmtpSession session,
      Incoming message,
      Checks checks,
      Map<MailAddress, SMTPResponse> refused) {
    MailImpl mail = null;
    try {
      Verdict verdict = look(session, message);
      if (verdict.refusal().isPresent()) {
        return SmtpReply.of(550, verdict.refusal().get());
      }
      message.amend(verdict.fields(), verdict.forged());
      if (session.transaction().binary()) { // signatures were looked at as they came
        message.encodeBinary();
        Optional<SMTPResponse> refusal = refusal(message);
        if (refusal.isPresent()) {
          return refusal.get();
        }
      }
      mail = mail(session, message);
      if (verdict.junk()) {
        Filings.junk(mail);
      }
      for (JamesMessageHook hook : checks.whole()) {
        SMTPResponse no =
            AbstractHookableCmdHandler.calcDefaultSMTPResponse(hook.onMessage(session, mail));
        if (no != null) {
          return no;
        }
      }
      if (session.lmtp()) {
        refused.putAll(refused(session, mail, checks.each()));
        if (refused.keySet().containsAll(mail.getRecipients())) {
          return refused.values().iterator().next();
        }
        mail.setRecipients(Sets.difference(Set.copyOf(mail.getRecipients()), refused.keySet()));
      }
      queue().enQueue(mail);
      LOG.info(
          "accepted {} from {} for {} recipients, {} bytes, session {}",
          mail.getName(),
          mail.getMaybeSender().asString(),
          mail.getRecipients().size(),
          message.getMessageSize(),
          session.getSessionID());
      session.accepted();
      return SmtpReply.of(250, "2.0.0 Accepted as " + mail.getName());
    } catch (IOException | MessagingException | RuntimeException e) {
      LOG.error("{} cannot be put into the queue", message.getSourceId(), e);
      return isDiskFull(e)
          ? SmtpReply.of(452, "4.3.1 No room for the message now, try again later")
          : SmtpReply.of(451, "4.3.0 Cannot take the message now, try again later");
    } finally {
      LifecycleUtil.dispose(mail);
    }
  }

  /** What our own relays and people send is theirs to answer for; only forged results go. */
  private Verdict look(SmtpSession session, Incoming message) throws IOException {
    if (inbound.isEmpty() || session.lmtp()) {
      return Verdict.NOTHING;
    }
    Arrival arrival =
        new Arrival(
            session.getRemoteAddress().getAddress(),
            session
                .getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection)
                .orElse("unknown"),
            session
                .getAttachment(SMTPSession.SENDER, State.Transaction)
                .flatMap(MaybeSender::asOptional),
            message::getInputStream);
    try {
      return session.getUsername() == null
          ? inbound.get().stranger(arrival)
          : inbound.get().known(arrival);
    } catch (RuntimeException e) { // a fault of ours is no reason to keep somebody's mail away
      LOG.error("{} is taken without a look at whom it is from", message.getSourceId(), e);
      return Verdict.NOTHING;
    }
  }

  private static Map<MailAddress, SMTPResponse> refused(
      SmtpSession session, Mail mail, List<EachRecipient> checks) {
    Map<MailAddress, SMTPResponse> refused = new HashMap<>();
    for (MailAddress recipient : mail.getRecipients()) {
      checks.stream()
          .map(check -> check.onMessage(session, mail, recipient))
          .map(AbstractHookableCmdHandler::calcDefaultSMTPResponse)
          .filter(Objects::nonNull)
          .findFirst()
          .ifPresent(no -> refused.put(recipient, no));
    }
    return refused;
  }

  private MailQueue queue() {
    MailQueue spool = queue;
    if (spool == null) {
      spool = queues.createQueue(MailQueueFactory.SPOOL);
      queue = spool;
    }
    return spool;
  }

  private static MailImpl mail(SmtpSession session, Incoming message) throws MessagingException {
    MaybeSender sender = session.getAttachment(SMTPSession.SENDER, State.Transaction).orElseThrow();
    List<MailAddress> recipients =
        session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElseThrow();
    String peer = session.getRemoteAddress().getAddress().getHostAddress();
    MailImpl mail =
        MailImpl.builder()
            .name(message.getSourceId())
            .sender(sender)
            .addRecipients(new LinkedHashSet<>(recipients))
            .remoteHost(peer) // its name would cost a lookup for each message
            .remoteAddr(peer)
            .build();
    mail.setMessageNoCopy(new ReceivedMessage(message));
    mail.setAttribute(
        new Attribute(Mail.SMTP_SESSION_ID, AttributeValue.of(session.getSessionID())));
    session
        .getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection)
        .ifPresent(
            helo -> mail.setAttribute(new Attribute(Mail.SMTP_HELO, AttributeValue.of(helo))));
    if (session.getUsername() != null) {
      mail.setAttribute(
          new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(session.getUsername().asString())));
    }
    session.transaction().dsn().ifPresent(mail::setDsnParameters);
    return mail;
  }

  private static boolean isDiskFull(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if ((cause instanceof StoreUnavailable unavailable && unavailable.full())
          || (cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }
}
