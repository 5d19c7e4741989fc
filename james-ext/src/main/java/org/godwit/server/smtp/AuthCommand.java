package org.godwit.server.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailParametersHook;
import org.godwit.trust.sasl.Sasl;
import org.godwit.trust.sasl.SaslSession;
import org.godwit.trust.sasl.SaslStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** AUTH, and the AUTH parameter of MAIL. RFC 4954. */
public final class AuthCommand
    implements CommandHandler<SMTPSession>, EhloExtension, MailParametersHook {

  private static final Logger LOG = LoggerFactory.getLogger(AuthCommand.class);

  private final Sasl sasl;

  @Inject
  public AuthCommand(Sasl sasl) {
    this.sasl = sasl;
  }

  @Override
  public Collection<String> getImplCommands() {
    return Set.of("AUTH");
  }

  @Override
  public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
    List<String> offered = sasl.offered(((SmtpSession) session).visitor().channel());
    return offered.isEmpty() ? List.of() : List.of("AUTH " + String.join(" ", offered));
  }

  @Override
  public Response onCommand(SMTPSession connection, Request request) {
    SmtpSession session = (SmtpSession) connection;
    if (session.getUsername() != null) { // 4954 §4
      return SmtpReply.of(503, "5.5.1 You are logged in already");
    }
    if (session.getAttachment(SMTPSession.SENDER, SMTPSession.State.Transaction).isPresent()) {
      return SmtpReply.of(503, "5.5.1 Not in the middle of a message");
    }
    String argument = request.getArgument() == null ? "" : request.getArgument().strip();
    String[] words = argument.split(" +", 3);
    if (words.length > 2 || words[0].isEmpty()) {
      return SmtpReply.of(501, "5.5.4 Expected AUTH, a mechanism and no more than one response");
    }
    SaslSession authentication = session.visitor().authentication(sasl);
    String initial = words.length == 2 ? words[1] : null;
    SaslStep step = authentication.begin(words[0], initial, session.visitor().channel());
    if (step instanceof SaslStep.Challenge challenge) {
      session.pushLineHandler((SMTPSession same, byte[] line) -> answer(session, line));
      return SmtpReply.of(334, base64(challenge));
    }
    return end(session, words[0], step);
  }

  private Response answer(SmtpSession session, byte[] line) {
    String text = new String(line, StandardCharsets.US_ASCII).strip();
    SaslStep step = session.visitor().authentication(sasl).next(text);
    if (step instanceof SaslStep.Challenge challenge) {
      return SmtpReply.of(334, base64(challenge));
    }
    session.popLineHandler();
    return end(session, "", step);
  }

  private Response end(SmtpSession session, String mechanism, SaslStep step) {
    if (step instanceof SaslStep.Success success) {
      session.setUsername(Username.of(success.user()));
      session.setRelayingAllowed(true);
      return SmtpReply.of(235, "2.7.0 You are logged in");
    }
    SaslStep.Failure why = ((SaslStep.Refused) step).why();
    LOG.info("AUTH from {} refused: {}", session.visitor().channel().peer().getHostAddress(), why);
    if (session.visitor().authentication(sasl).exhausted()) {
      return SmtpReply.last(421, "4.7.0 Too many failed logins");
    }
    return switch (why) {
      case CREDENTIALS -> SmtpReply.of(535, "5.7.8 User or password is wrong");
      case MALFORMED -> SmtpReply.of(501, "5.5.2 That is not what the mechanism expects");
      case CANCELLED -> SmtpReply.of(501, "5.0.0 Cancelled");
      case MECHANISM -> unknown(session, mechanism);
      case SLOWED -> SmtpReply.of(454, "4.7.0 Too many failed logins, try again later");
      case UNAVAILABLE -> SmtpReply.of(454, "4.7.0 Cannot check logins now, try again later");
    };
  }

  private static Response unknown(SmtpSession session, String mechanism) {
    boolean forTls = Set.of("PLAIN", "LOGIN").contains(mechanism.toUpperCase(Locale.ROOT));
    return forTls && !session.visitor().channel().confidential()
        ? SmtpReply.of(538, "5.7.11 That mechanism needs TLS") // 4954 §6
        : SmtpReply.of(504, "5.5.4 Unknown mechanism");
  }

  private static String base64(SaslStep.Challenge challenge) {
    return Base64.getEncoder().encodeToString(challenge.data());
  }

  // 4954 §5: we trust nobody's word on who submitted a message, and say so by ignoring it.
  @Override
  public HookResult doMailParameter(SMTPSession session, String name, String value) {
    return HookResult.DECLINED;
  }

  @Override
  public String[] getMailParamNames() {
    return new String[] {"AUTH"};
  }
}
