package org.godwit.server;

import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.lmtp.LMTPMultiResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.smtpserver.DataLineJamesMessageHookHandler;
import org.apache.mailet.Mail;

/**
 * Mail by LMTP goes the way of all mail, through the queue; what became of it there is said once
 * for each recipient (2033 §4.2).
 */
final class LmtpDataHandler extends DataLineJamesMessageHookHandler {

  @Override
  protected Response processExtensions(
      SMTPSession session, Mail mail, MimeMessageInputStreamSource content) {
    int recipients = mail.getRecipients().size();
    Response one = super.processExtensions(session, mail, content);
    LMTPMultiResponse all = new LMTPMultiResponse(one);
    for (int recipient = 1; recipient < recipients; recipient++) {
      all.addResponse(one);
    }
    return all;
  }
}
