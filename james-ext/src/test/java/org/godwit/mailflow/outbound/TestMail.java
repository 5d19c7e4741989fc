package org.godwit.mailflow.outbound;

import static java.nio.charset.StandardCharsets.US_ASCII;

import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;

/** A mail from alice, not queued yet. */
record TestMail(MailImpl get) {

  TestMail(String... recipients) throws MessagingException {
    this(mail(recipients));
  }

  private static MailImpl mail(String... recipients) throws MessagingException {
    MailImpl mail =
        MailImpl.builder()
            .name("mail")
            .sender(new MailAddress("alice@here.example"))
            .addRecipients(recipients)
            .build();
    mail.setMessageContent(new BytesSource(Site.MESSAGE.getBytes(US_ASCII)));
    return mail;
  }
}
