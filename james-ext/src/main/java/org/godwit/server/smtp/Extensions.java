package org.godwit.server.smtp;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;

/** Announces what the commands of this room can do; each line is kept by the class named. */
public final class Extensions implements ProtocolHandler, EhloExtension {

  @Override
  public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
    List<String> lines = new ArrayList<>();
    lines.add("PIPELINING"); // 2920
    long limit = session.getConfiguration().getMaxMessageSize();
    lines.add(limit > 0 ? "SIZE " + limit : "SIZE"); // 1870, MailCommand
    lines.add("8BITMIME"); // 6152: Incoming keeps every byte
    lines.add("SMTPUTF8"); // 6531, SmtpAddress
    lines.add("DSN"); // 3461, MailCommand and RcptCommand
    lines.add("CHUNKING"); // 3030, BdatCommand
    lines.add("BINARYMIME"); // 3030, Incoming.encodeBinary
    lines.add("ENHANCEDSTATUSCODES"); // 2034
    lines.add("LIMITS RCPTMAX=" + ((SmtpSession) session).mostRecipients()); // 9422
    return lines;
  }
}
