package org.godwit.server.smtp;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.inject.Inject;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HeloHook;
import org.apache.james.protocols.smtp.hook.HookResult;

/** HELO, EHLO (RFC 5321 §4.1.1.1) and LHLO (RFC 2033 §4.1): names, and what we can do. */
public final class Greeting extends AbstractHookableCmdHandler<HeloHook> {

  private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e\\x{80}-\\x{10ffff}]{1,255}");

  private List<EhloExtension> extensions = List.of();

  @Inject
  public Greeting(MetricFactory metrics) {
    super(metrics);
  }

  @Override
  public Collection<String> getImplCommands() {
    return Set.of("HELO", "EHLO", "LHLO");
  }

  @Override
  public Response onCommand(SMTPSession session, Request request) {
    boolean lmtp = request.getCommand().equals("LHLO");
    if (lmtp != ((SmtpSession) session).lmtp()) { // 2033 §4.1
      return SmtpReply.of(
          500, lmtp ? "5.5.1 This is SMTP, say EHLO" : "5.5.1 This is LMTP, say LHLO");
    }
    return super.onCommand(session, request);
  }

  @Override
  protected Response doFilterChecks(SMTPSession session, String command, String parameters) {
    String name = parameters == null ? "" : parameters.strip();
    if (!NAME.matcher(name).matches()) {
      return SmtpReply.of(501, "5.5.4 Expected " + command + " and a name");
    }
    session.resetState(); // 5321 §4.1.4: as after RSET
    session.setAttachment(SMTPSession.CURRENT_HELO_NAME, name, State.Connection);
    return null;
  }

  @Override
  protected HookResult callHook(HeloHook hook, SMTPSession session, String parameters) {
    return hook.doHelo(session, parameters.strip());
  }

  @Override
  protected Response doCoreCmd(SMTPSession session, String command, String parameters) {
    session.setAttachment(
        SMTPSession.CURRENT_HELO_MODE, command.toUpperCase(Locale.ROOT), State.Connection);
    SMTPResponse reply = SmtpReply.of(250, session.getConfiguration().getHelloName());
    if (command.equals("HELO")) {
      return reply;
    }
    for (EhloExtension extension : extensions) {
      extension.getImplementedEsmtpFeatures(session).forEach(reply::appendLine);
    }
    getHooks().stream()
        .flatMap(hook -> hook.implementedEsmtpFeatures(session).stream())
        .forEach(reply::appendLine);
    return reply;
  }

  @Override
  protected Class<HeloHook> getHookInterface() {
    return HeloHook.class;
  }

  @Override
  public List<Class<?>> getMarkerInterfaces() {
    List<Class<?>> wanted = super.getMarkerInterfaces();
    wanted.add(EhloExtension.class);
    return wanted;
  }

  @Override
  @SuppressWarnings("unchecked") // James wires by class, without generics
  public void wireExtensions(Class<?> wanted, List<?> found) {
    super.wireExtensions(wanted, found);
    if (EhloExtension.class.equals(wanted)) {
      extensions = (List<EhloExtension>) found;
    }
  }
}
