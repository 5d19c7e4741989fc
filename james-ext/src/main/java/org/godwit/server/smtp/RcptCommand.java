package org.godwit.server.smtp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.DsnParameters.XText;

/** RCPT TO with the parameters of DSN. RFC 5321 §4.1.1.3. */
public final class RcptCommand extends AbstractHookableCmdHandler<RcptHook> {

  private record Recipient(
      MailAddress address, Optional<RecipientDsnParameters> dsn, Map<String, String> parameters) {}

  private static final AttachmentKey<Recipient> CURRENT =
      AttachmentKey.of("godwit.recipient", Recipient.class);

  private final Postmaster postmaster;

  @Inject
  public RcptCommand(MetricFactory metrics, Postmaster postmaster) {
    super(metrics);
    this.postmaster = postmaster;
  }

  @Override
  public Collection<String> getImplCommands() {
    return Set.of("RCPT");
  }

  @Override
  public Response onCommand(SMTPSession session, Request request) {
    Response reply = super.onCommand(session, request);
    if (reply.getRetCode().equals("550") && ((SmtpSession) session).tooManyRefusedRecipients()) {
      return SmtpReply.last(421, "4.7.0 Too many unknown recipients");
    }
    return reply;
  }

  @Override
  protected Response doFilterChecks(SMTPSession connection, String command, String argument) {
    SmtpSession session = (SmtpSession) connection;
    if (session.getAttachment(SMTPSession.SENDER, State.Transaction).isEmpty()) {
      return SmtpReply.of(503, "5.5.1 Say MAIL first");
    }
    if (session.transaction().chunks() != null) {
      return SmtpReply.of(503, "5.5.1 The message has begun"); // 3030 §2
    }
    if (session.getRcptCount() >= session.mostRecipients()) { // 5321 §4.5.3.1.10
      return SmtpReply.of(452, "4.5.3 Too many recipients, send the message again for the others");
    }
    try {
      EnvelopeArgument rcpt = EnvelopeArgument.parse(argument, "TO");
      MailAddress address = address(rcpt.path(), session);
      session.setAttachment(
          CURRENT,
          new Recipient(address, dsn(rcpt.parameters()), rcpt.parameters()),
          State.Transaction);
      return null;
    } catch (BadArgument bad) {
      return bad.reply();
    }
  }

  private MailAddress address(String path, SmtpSession session) throws BadArgument {
    if (path.equalsIgnoreCase("postmaster")) { // 5321 §4.5.1
      return postmaster.address();
    }
    return SmtpAddress.parse(path, session.transaction().utf8());
  }

  private Optional<RecipientDsnParameters> dsn(Map<String, String> parameters) throws BadArgument {
    Optional<EnumSet<Notify>> notify = Optional.empty();
    Optional<MailAddress> original = Optional.empty();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      switch (parameter.getKey()) {
        case "NOTIFY" -> notify = Optional.of(notify(parameter.getValue()));
        case "ORCPT" -> original = original(parameter.getValue());
        default -> {
          if (getHooks().stream()
              .noneMatch(hook -> hook.supportedParameters().contains(parameter.getKey()))) {
            throw new BadArgument(555, "5.5.4 Unknown parameter of RCPT"); // 5321 §4.1.1.11
          }
        }
      }
    }
    return RecipientDsnParameters.of(notify, original);
  }

  private static EnumSet<Notify> notify(String value) throws BadArgument {
    try {
      return Notify.parse(value); // 3461 §4.1
    } catch (IllegalArgumentException unknown) {
      throw new BadArgument(501, "5.5.4 NOTIFY is NEVER or some of SUCCESS, FAILURE and DELAY");
    }
  }

  // 3461 §4.2: another type than rfc822 is legal. We cannot carry it on, and what we announce is
  // kept, so the recipient as given stands in for it.
  private static Optional<MailAddress> original(String value) throws BadArgument {
    int semicolon = value.indexOf(';');
    if (semicolon <= 0 || value.length() > 500 || !XText.isValid(value.substring(semicolon + 1))) {
      throw new BadArgument(501, "5.5.4 ORCPT is a type, a semicolon and an address in xtext");
    }
    if (!value.substring(0, semicolon).toLowerCase(Locale.ROOT).equals("rfc822")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new MailAddress(XText.decode(value.substring(semicolon + 1))));
    } catch (AddressException | IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  @Override
  protected HookResult callHook(RcptHook hook, SMTPSession session, String argument) {
    Recipient recipient = session.getAttachment(CURRENT, State.Transaction).orElseThrow();
    MaybeSender sender = session.getAttachment(SMTPSession.SENDER, State.Transaction).orElseThrow();
    return hook.doRcpt(session, sender, recipient.address(), recipient.parameters());
  }

  @Override
  protected Response doCoreCmd(SMTPSession session, String command, String argument) {
    List<MailAddress> recipients =
        session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElseGet(ArrayList::new);
    Recipient accepted = session.getAttachment(CURRENT, State.Transaction).orElseThrow();
    recipients.add(accepted.address());
    accepted
        .dsn()
        .ifPresent(
            asked -> ((SmtpSession) session).transaction().recipient(accepted.address(), asked));
    session.setAttachment(SMTPSession.RCPT_LIST, recipients, State.Transaction);
    return SmtpReply.of(250, "2.1.5 Recipient noted");
  }

  @Override
  protected Class<RcptHook> getHookInterface() {
    return RcptHook.class;
  }
}
