package org.godwit.server.smtp;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.protocols.smtp.hook.MailParametersHook;
import org.apache.mailet.DsnParameters.EnvId;
import org.apache.mailet.DsnParameters.Ret;

/**
 * MAIL FROM with the parameters of SIZE, 8BITMIME, BINARYMIME, SMTPUTF8 and DSN. RFC 5321 §4.1.1.2.
 */
public final class MailCommand extends AbstractHookableCmdHandler<MailHook> {

  /** What SIZE said, under James's own name: who looks at quotas reads it. */
  private static final AttachmentKey<Integer> DECLARED_SIZE =
      AttachmentKey.of("MESG_SIZE", Integer.class);

  private final Map<String, MailParametersHook> parameterHooks = new HashMap<>();

  @Inject
  public MailCommand(MetricFactory metrics) {
    super(metrics);
  }

  @Override
  public Collection<String> getImplCommands() {
    return Set.of("MAIL");
  }

  @Override
  protected Response doFilterChecks(SMTPSession connection, String command, String argument) {
    SmtpSession session = (SmtpSession) connection;
    if (session.getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection).isEmpty()) {
      return SmtpReply.of(503, "5.5.1 Say " + (session.lmtp() ? "LHLO" : "EHLO") + " first");
    }
    if (session.getAttachment(SMTPSession.SENDER, State.Transaction).isPresent()) {
      return SmtpReply.of(503, "5.5.1 MAIL was said already"); // 5321 §4.1.4
    }
    try {
      EnvelopeArgument mail = EnvelopeArgument.parse(argument, "FROM");
      Response refused = parameters(session, mail.parameters());
      if (refused == null) {
        session.setAttachment(SMTPSession.SENDER, sender(mail.path(), session), State.Transaction);
        return null;
      }
      session.resetState();
      return refused;
    } catch (BadArgument bad) {
      session.resetState();
      return bad.reply();
    }
  }

  private static MaybeSender sender(String path, SmtpSession session) throws BadArgument {
    return path.isEmpty()
        ? MaybeSender.nullSender() // 5321 §4.5.5
        : MaybeSender.of(SmtpAddress.parse(path, session.transaction().utf8()));
  }

  private Response parameters(SmtpSession session, Map<String, String> parameters)
      throws BadArgument {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String value = parameter.getValue();
      switch (parameter.getKey()) {
        case "SIZE" -> size(session, value);
        case "BODY" -> body(session, value);
        case "SMTPUTF8" -> utf8(session, value);
        case "RET" -> returns(session, value);
        case "ENVID" -> envelopeId(session, value);
        default -> {
          MailParametersHook hook = parameterHooks.get(parameter.getKey());
          if (hook == null) { // 5321 §4.1.1.11
            throw new BadArgument(555, "5.5.4 Unknown parameter of MAIL");
          }
          Response refused =
              calcDefaultSMTPResponse(hook.doMailParameter(session, parameter.getKey(), value));
          if (refused != null) {
            return refused;
          }
        }
      }
    }
    return null;
  }

  private static void size(SmtpSession session, String value) throws BadArgument {
    if (!value.matches("[0-9]{1,20}")) { // 1870 §4
      throw new BadArgument(501, "5.5.4 SIZE is a number of bytes");
    }
    long limit = session.getConfiguration().getMaxMessageSize();
    long size = value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value);
    session.setAttachment(
        DECLARED_SIZE, (int) Math.min(size, Integer.MAX_VALUE), State.Transaction);
    if (limit > 0 && size > limit) { // 1870 §6.1
      throw new BadArgument(552, "5.3.4 The largest message taken here has " + limit + " bytes");
    }
  }

  private static void body(SmtpSession session, String value) throws BadArgument {
    switch (value.toUpperCase(Locale.ROOT)) {
      case "7BIT", "8BITMIME" -> session.transaction().binary(false); // 6152 §2
      case "BINARYMIME" -> session.transaction().binary(true); // 3030 §3
      default -> throw new BadArgument(501, "5.5.4 BODY is 7BIT, 8BITMIME or BINARYMIME");
    }
  }

  private static void utf8(SmtpSession session, String value) throws BadArgument {
    if (!value.isEmpty()) { // 6531 §3.4
      throw new BadArgument(501, "5.5.4 SMTPUTF8 takes no value");
    }
    session.transaction().utf8(true);
  }

  private static void returns(SmtpSession session, String value) throws BadArgument {
    session
        .transaction()
        .returns(
            Ret.parse(value) // 3461 §4.3
                .orElseThrow(() -> new BadArgument(501, "5.5.4 RET is FULL or HDRS")));
  }

  private static void envelopeId(SmtpSession session, String value) throws BadArgument {
    if (value.isEmpty() || value.length() > 100) { // 3461 §4.4
      throw new BadArgument(501, "5.5.4 ENVID has 1 to 100 characters");
    }
    try {
      session.transaction().envelopeId(EnvId.of(value));
    } catch (IllegalArgumentException noXtext) {
      throw new BadArgument(501, "5.5.4 ENVID is no xtext");
    }
  }

  @Override
  protected Response doCoreCmd(SMTPSession session, String command, String argument) {
    return SmtpReply.of(250, "2.1.0 Sender noted");
  }

  /** What refuses the sender has refused the beginning of the message. */
  @Override
  public Response onCommand(SMTPSession session, org.apache.james.protocols.api.Request request) {
    boolean begun = session.getAttachment(SMTPSession.SENDER, State.Transaction).isPresent();
    Response reply = super.onCommand(session, request);
    if (!begun && !reply.getRetCode().startsWith("2")) {
      session.resetState();
    }
    return reply;
  }

  @Override
  protected HookResult callHook(MailHook hook, SMTPSession session, String argument) {
    return hook.doMail(
        session, session.getAttachment(SMTPSession.SENDER, State.Transaction).orElseThrow());
  }

  @Override
  protected Class<MailHook> getHookInterface() {
    return MailHook.class;
  }

  @Override
  public List<Class<?>> getMarkerInterfaces() {
    List<Class<?>> wanted = super.getMarkerInterfaces();
    wanted.add(MailParametersHook.class);
    return wanted;
  }

  @Override
  public void wireExtensions(Class<?> wanted, List<?> found) {
    super.wireExtensions(wanted, found);
    if (MailParametersHook.class.equals(wanted)) {
      for (Object each : found) {
        MailParametersHook hook = (MailParametersHook) each;
        for (String name : hook.getMailParamNames()) {
          parameterHooks.put(name, hook);
        }
      }
    }
  }
}
